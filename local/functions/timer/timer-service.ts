import { join } from 'node:path';
import { resolveSettings } from '../settings/binding-expressions.ts';
import { openListeners } from '../triggers/open-listeners.ts';
import type { TriggerService } from '../triggers/trigger-service.ts';
import { dispatchWithRetry } from './dispatch-with-retry.ts';
import { parseSchedule } from './schedule.ts';
import { openTimerStatusStore } from './timer-status.ts';
import { TimerTrigger, timerInfo } from './timer-trigger.ts';

/** Serves `app.timer`. */
export const timerService: TriggerService = {
  triggerType: 'timertrigger',
  byHand: () => ({ trigger: { json: JSON.stringify(timerInfo(undefined, false)) } }),
  async start(context) {
    const { dispatcher, clock, env, dataDirectory, log } = context;
    const path = dataDirectory === undefined ? undefined : join(dataDirectory, 'timers.json');
    const store = await openTimerStatusStore(path);
    const timers: TimerTrigger[] = [];
    const stopping = new AbortController();
    const timeZone = knownTimeZone(env.WEBSITE_TIME_ZONE ?? 'UTC');
    const opened = await openListeners(context, async (target) => {
      const { schedule, runOnStartup, useMonitor } = target.trigger;
      const timer = new TimerTrigger({
        name: target.name,
        schedule: parseSchedule(resolveSettings(String(schedule), env), timeZone),
        runOnStartup: runOnStartup === true,
        useMonitor: useMonitor !== false,
        clock,
        store,
        // A failure is in the log by then; the timer goes on.
        run: (trigger) =>
          dispatchWithRetry(dispatcher, target, trigger, clock, stopping.signal).catch(() => {}),
        log: (message) => log({ level: 'information', category: 'host', functionName: target.name, message }),
      });
      timers.push(timer);
      return timer;
    });
    for (const timer of timers) await timer.start();
    return {
      async stop() {
        stopping.abort();
        await opened.stop();
      },
    };
  },
};

function knownTimeZone(name: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    throw new Error(
      `WEBSITE_TIME_ZONE "${name}" is not known here. Write an IANA name as on Linux plans, "Europe/Berlin" for example.`,
    );
  }
}
