import { earlyDue } from '../../imitate/imitation.ts';
import { eventType } from '../../protocol/history-events.ts';
import { isoTime } from '../../protocol/timestamps.ts';
import type { Ground } from '../ground.ts';
import type { LiveInstance } from '../instances/live-instance.ts';

/**
 * Fires the timer when the clock says so, never early but for who wants Azure's ways; one that is due already fires at
 * once, in a new turn.
 */
export function armTimer(
  { turns, clock, imitation }: Pick<Ground, 'turns' | 'clock' | 'imitation'>,
  instance: LiveInstance,
  id: number,
  dueMs: number,
  createdTime: string,
): void {
  const fire = (): void => {
    instance.timers.delete(id);
    if (instance.isGone) return;
    instance.inbox.push({
      event: {
        EventType: eventType.timerFired,
        TimerId: id,
        FireAt: isoTime(dueMs),
        EventId: -1,
        Timestamp: createdTime,
      },
    });
    turns.wake(instance);
  };
  const firesMs = imitation.earlyTimers ? earlyDue(dueMs, Date.parse(createdTime)) : dueMs;
  if (firesMs <= clock.now()) fire();
  else instance.timers.set(id, clock.at(firesMs, fire));
}
