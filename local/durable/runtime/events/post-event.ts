import type { HistoryEvent } from '../../protocol/history-events.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import type { LiveInstances } from '../instances/live-instances.ts';
import type { Message } from '../instances/message.ts';

/** A message on its way into an inbox: written with its cause, delivered when that is committed. */
export type Posting = { write(): void; afterwards(): void };

/** Posts an event to an orchestration that is live; with `executionId`, to that execution only. */
export function postEvent(
  { store, live, turns }: LiveInstances,
  instanceId: string,
  event: HistoryEvent,
  executionId?: string,
): Posting {
  let target: LiveInstance | undefined;
  const message: Message = { event };
  const find = (): LiveInstance | undefined => {
    const found = live.get(instanceId);
    return executionId === undefined || found?.row.executionId === executionId ? found : undefined;
  };
  return {
    write() {
      target = find();
      if (target) message.sequence = store.inbox.insert(target.row.key, event);
    },
    afterwards() {
      if (!target || target.isGone) return;
      if (find() === target) {
        target.inbox.push(message);
        turns.wake(target);
        return;
      }
      // The execution ended in the same commit: its successor must not find the message after a crash.
      const { sequence } = message;
      if (sequence !== undefined) store.changes.add({ write: () => store.inbox.delete(sequence) });
    },
  };
}
