import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A database server for the whole run. */
export type Server = {
  /** What it is, for the report. */
  name: string;
  /** A URL of a place of its own for each measurement, empty at first; the same name gives the same place. */
  placeFor(name: string): Promise<string>;
  stop(): Promise<void>;
};

const startLimitMs = 20_000;

/** Resolves once something accepts connections there. */
export async function answers(port: number): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (!(await accepts(port))) {
    if (Date.now() > deadline) throw new Error(`No answer on port ${port} within ${startLimitMs / 1_000} s.`);
    await sleep(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
