import pc from 'picocolors';
import type { LogEntry, LogSink } from './log.ts';

const paint: Partial<Record<LogEntry['level'], (text: string) => string>> = {
  trace: pc.dim,
  debug: pc.dim,
  warning: pc.yellow,
  error: pc.red,
  critical: pc.red,
};

/** Writes log lines for people: time, level, function, text. Traces and debug lines only when asked for. */
export function consoleLog(write: (line: string) => void, now: () => number, verbose = false): LogSink {
  return ({ level, message, functionName }) => {
    if (!verbose && (level === 'trace' || level === 'debug')) return;
    const time = new Date(now()).toISOString().slice(11, 23);
    const source = functionName === undefined ? '' : `${functionName}: `;
    const color = paint[level] ?? ((text: string) => text);
    write(`${pc.dim(time)} ${color(`${level.padEnd(11)} ${source}${message}`)}\n`);
  };
}
