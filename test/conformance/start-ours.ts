import { systemClock } from '../../local/clock.ts';
import { startDurableEngine } from '../../local/durable/index.ts';
import { startFunctionsHost } from '../../local/functions/index.ts';
import { registerApp } from './app/register.ts';
import { withBuiltApp } from './build-app.ts';
import type { CalledHost } from './caller.ts';
import { type HostOptions, hostJsonOf } from './hosts.ts';
import { startOursInProcess } from './ours-in-process.ts';

/** A host under test. */
export type RunningHost = CalledHost & { stop(): Promise<void> };

/** Our own host and engine, in this process, with nothing on disk. */
export async function startOurs(options: HostOptions): Promise<RunningHost> {
  // Beside each other in one process, apps that are loaded from directories would share what the library keeps.
  return options.app ? startOursInProcess(options) : startOursDurable(options);
}

/** Our Functions host alone, on the built app of its scenarios. */
export async function startOursOn(options: HostOptions): Promise<RunningHost> {
  return withBuiltApp(options, async (directory) => {
    const host = await startFunctionsHost({
      app: { directory },
      port: 0,
      clock: systemClock,
      env: {},
      enforceKeys: options.enforceKeys ?? false,
    });
    return {
      origin: host.origin,
      stillMs: 500,
      masterKey: host.keys.masterKey,
      stop: () => host.stop(),
    };
  });
}

async function startOursDurable(options: HostOptions): Promise<RunningHost> {
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
