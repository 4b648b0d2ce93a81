import { createWriteStream } from 'node:fs';
import type { Log } from '../durable/index.ts';
import type { LogSink } from '../functions/index.ts';

export type LogFile = {
  path: string;
  /** A sink for plain lines of one part. */
  line: (part: string) => (message: string) => void;
  functions: LogSink;
  durable: Log;
  close(): Promise<void>;
};

/** Everything the parts and the app say goes into one file; the screen shows only what a person waits for. */
export function openLogFile(path: string): LogFile {
  const stream = createWriteStream(path, { flags: 'a' });
  const write = (part: string, text: string): void => {
    stream.write(`${new Date().toISOString()} ${part} ${text}\n`);
  };
  return {
    path,
    line: (part) => (message) => write(part, message),
    functions: ({ level, functionName, message }) =>
      write('functions', `${level} ${functionName ?? 'host'}: ${message}`),
    durable: ({ level, instanceId, message }) => write('durable', `${level} ${instanceId ?? ''}: ${message}`),
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
