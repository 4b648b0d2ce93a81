import { systemClock } from '../../local/clock.ts';
import { startDurableEngine } from '../../local/durable/index.ts';
import { startFunctionsHost } from '../../local/functions/index.ts';
import { registerApp } from './app/register.ts';
import { type HostOptions, hostJsonOf } from './hosts.ts';

/** A host under test. */
export type RunningHost = { origin: string; stillMs: number; stop(): Promise<void> };

/** Our own host and engine, in this process, with nothing on disk. */
export async function startOurs(options: HostOptions): Promise<RunningHost> {
  const { timerLimits } = options;
  const host = await startFunctionsHost({
    app: { register: registerApp, hostJson: hostJsonOf(options) },
    port: 0,
    clock: systemClock,
    env: {},
    durable: (functions, { hubName, connectionName, durableTask }) =>
      startDurableEngine({
        file: ':memory:',
        clock: systemClock,
        functions,
        hubName,
        connectionName,
        settings: {
          ...durableTask,
          ...(timerLimits && {
            timerLimits: {
              maximumMs: timerLimits.maximumSeconds * 1000,
              intervalMs: timerLimits.intervalSeconds * 1000,
            },
          }),
        },
      }),
  });
  return { origin: host.origin, stillMs: 500, stop: () => host.stop() };
}
