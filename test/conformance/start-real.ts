import { startOracle } from '../oracle/start-oracle.ts';
import { withBuiltApp } from './build-app.ts';
import type { HostOptions } from './hosts.ts';
import type { RunningHost } from './start-ours.ts';

/** Long enough for several messages through the storage's queues. */
export const stillMs = 2500;

/** The real Durable extension on storage in memory. */
export async function startReal(options: HostOptions): Promise<RunningHost> {
  const { timerLimits } = options;
  return withBuiltApp(options, async (appDirectory) => {
    const oracle = await startOracle({
      appDirectory,
      ...(timerLimits && {
        maxTimer: timeSpan(timerLimits.maximumSeconds),
        timerInterval: timeSpan(timerLimits.intervalSeconds),
      }),
    });
    return { origin: oracle.origin, stillMs, stop: () => oracle.stop() };
  });
}

function timeSpan(seconds: number): string {
  return `00:00:${String(seconds).padStart(2, '0')}`;
}
