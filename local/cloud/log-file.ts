import { createWriteStream, type WriteStream } from 'node:fs';
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

/**
 * Everything the parts and the app say goes into one file; the screen shows only what a person waits for. Lines that cannot
 * be written are lost and the cloud goes on: `onProblem` is called for the first of them, and again only after one was written.
 */
export function openLogFile(path: string, onProblem: (error: Error) => void): LogFile {
  let stream: WriteStream | undefined;
  let isTold = false;
  const open = (): WriteStream => {
    const opened = createWriteStream(path, { flags: 'a' });
    opened.on('error', (error) => {
      if (!isTold) onProblem(error);
      isTold = true;
    });
    return opened;
  };
  const write = (part: string, text: string): void => {
    if (!stream || stream.destroyed) stream = open();
    stream.write(`${new Date().toISOString()} ${part} ${text}\n`, (error) => {
      if (!error) isTold = false;
    });
  };
  return {
    path,
    line: (part) => (message) => write(part, message),
    functions: ({ level, functionName, message }) =>
      write('functions', `${level} ${functionName ?? 'host'}: ${message}`),
    durable: ({ level, instanceId, message }) => write('durable', `${level} ${instanceId ?? ''}: ${message}`),
    close: () =>
      new Promise((resolve) => {
        if (!stream || stream.destroyed) resolve();
        else stream.once('close', resolve).end();
      }),
  };
}
