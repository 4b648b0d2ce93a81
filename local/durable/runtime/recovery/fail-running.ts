import { eventType, type HistoryEvent } from '../../protocol/history-events.ts';
import { httpActivityName } from '../../protocol/http-call.ts';
import { isoTime } from '../../protocol/timestamps.ts';
import { activityFailure } from '../activities/activity-failure.ts';
import { postEvent } from '../events/post-event.ts';
import type { Runtime } from '../runtime.ts';
import { type Interrupted, namesOf } from './interrupted.ts';

/**
 * Fails the activities that ran in a process that ended by itself, as Azure does with those of a worker. The queue is first
 * in, first out, so of all that have not ended those ran that were called first. The others, and HTTP calls, which on Azure
 * the host makes, just begin. Says how many have failed.
 */
export function failRunning(
  runtime: Runtime,
  interrupted: readonly Interrupted[],
  workerExit: string,
): number {
  const ofApp = interrupted
    .filter(({ call }) => call.name !== httpActivityName)
    .toSorted((one, other) => one.scheduledMs - other.scheduledMs);
  const running = new Set(ofApp.slice(0, runtime.settings.maxConcurrentActivities));
  for (const one of interrupted) if (!running.has(one)) runtime.activities.add(one.call);
  for (const { call } of running) {
    const event: HistoryEvent = {
      EventType: eventType.taskFailed,
      ...activityFailure(call.name, workerExit),
      TaskScheduledId: call.id,
      EventId: -1,
      Timestamp: isoTime(runtime.clock.now()),
    };
    runtime.store.changes.add(postEvent(runtime, call.instance.instanceId, event, call.executionId));
  }
  if (running.size === 0) return 0;
  runtime.log({
    level: 'warning',
    message: `Activities that ran when the app's process ended: ${namesOf([...running])}. They fail with "${workerExit}", as on Azure; an orchestrator can catch that, or try again.`,
  });
  return running.size;
}
