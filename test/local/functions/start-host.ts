import { app } from '@azure/functions';
import { onTestFinished } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import {
  type FunctionsHost,
  type FunctionsHostOptions,
  type LogEntry,
  startFunctionsHost,
} from '../../../local/functions/index.ts';

export type TestHost = FunctionsHost & {
  clock: VirtualClock;
  log: LogEntry[];
  /** The texts of the log, one string. */
  logText(): string;
};

/** Starts a host on a free port and stops it when the test ends. */
export async function startHost(options: Partial<FunctionsHostOptions> = {}): Promise<TestHost> {
  const log: LogEntry[] = [];
  const clock = new VirtualClock();
  const host = await startFunctionsHost({
    app: { register: () => app.http('hello', { handler: () => ({ body: 'hello' }) }) },
    port: 0,
    clock,
    log: (entry) => log.push(entry),
    ...options,
  });
  onTestFinished(() => host.stop());
  return Object.assign(host, { clock, log, logText: () => log.map(({ message }) => message).join('\n') });
}

/** Starts a host whose functions are registered by `register`. */
export function hostOf(register: () => void, hostJson?: Record<string, unknown>): Promise<TestHost> {
  return startHost({ app: { register, ...(hostJson && { hostJson }) } });
}
