import { join } from 'node:path';
import { resolveSettings } from '../settings/binding-expressions.ts';
import type { TriggerService } from '../trigger-service.ts';
import { parseSchedule } from './schedule.ts';
import { openTimerStatusStore } from './timer-status.ts';
import { TimerTrigger } from './timer-trigger.ts';

/** Serves `app.timer`. */
export const timerService: TriggerService = {
  triggerType: 'timertrigger',
  async start({ functions, dispatcher, clock, env, dataDirectory, log }) {
    const path = dataDirectory === undefined ? undefined : join(dataDirectory, 'timers.json');
    const store = await openTimerStatusStore(path);
    const timers: TimerTrigger[] = [];
    for (const target of functions) {
      const { schedule, runOnStartup, useMonitor } = target.trigger;
      const say = (message: string): void =>
        log({ level: 'information', category: 'host', functionName: target.name, message });
      try {
        timers.push(
          new TimerTrigger({
            name: target.name,
            schedule: parseSchedule(resolveSettings(String(schedule), env), env.WEBSITE_TIME_ZONE ?? 'UTC'),
            runOnStartup: runOnStartup === true,
            useMonitor: useMonitor !== false,
            clock,
            store,
            // A failure is in the log; the timer goes on.
            run: (trigger) =>
              dispatcher.dispatch(target, { trigger }).then(
                () => {},
                () => {},
              ),
            log: say,
          }),
        );
      } catch (error) {
        log({
          level: 'error',
          category: 'host',
          functionName: target.name,
          message: `The '${target.name}' function is in error: ${(error as Error).message}`,
        });
      }
    }
    for (const timer of timers) await timer.start();
    return { stop: async () => void (await Promise.all(timers.map((timer) => timer.stop()))) };
  },
};
