import { eventText } from '../protocol/event-text.ts';
import { eventType, type GenericEvent, type HistoryEvent } from '../protocol/history-events.ts';
import { isoTime } from '../protocol/timestamps.ts';
import { LiveInstance } from '../runtime/instances/live-instance.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { InstanceRow, RuntimeStatus } from '../store/instance-row.ts';

export type Rewind =
  | { kind: 'accepted' }
  | { kind: 'missing' }
  /** Only a failed instance can be rewound. */
  | { kind: 'refused'; status: RuntimeStatus };

/** Takes back what made an instance fail, in failed children too, and lets it try that again. */
export async function rewindInstance(
  runtime: Runtime,
  instanceId: string,
  reason: string | null,
): Promise<Rewind> {
  const row = runtime.store.instances.find(instanceId);
  if (!row) return { kind: 'missing' };
  if (row.status !== 'Failed' || row.isEntity) return { kind: 'refused', status: row.status };
  const rewound: LiveInstance[] = [];
  await runtime.store.changes.commit(
    () => rewind(runtime, row, reason, rewound),
    () => {
      for (const instance of rewound) {
        runtime.live.set(instance.instanceId, instance);
        runtime.turns.wake(instance);
      }
    },
  );
  return { kind: 'accepted' };
}

/**
 * A failed activity loses its scheduling too, so that the code calls it anew; a failed child stays scheduled and is
 * rewound itself. The events become generic ones, which replay ignores.
 */
function rewind(runtime: Runtime, row: InstanceRow, reason: string | null, rewound: LiveInstance[]): void {
  const { store } = runtime;
  const stored = store.history.read(row.key);
  const failedTasks = new Set<number>();
  const failedChildren = new Set<number>();
  for (const event of stored.events) {
    if (event.EventType === eventType.taskFailed) failedTasks.add(event.TaskScheduledId);
    if (event.EventType === eventType.childFailed) failedChildren.add(event.TaskScheduledId);
  }
  const events = stored.events.map((event) =>
    isTakenBack(event, failedTasks) ? generic(event.Timestamp, null) : event,
  );
  const running: InstanceRow = { ...row, status: 'Pending', updatedMs: runtime.clock.now() };
  const instance = new LiveInstance(running);
  instance.isStored = true;
  instance.history = events;
  instance.historyText = events.map((event) => eventText(event).played).join(',');
  instance.turns = stored.turns;
  const code = store.history.codeAtStart(row.key) ?? null;
  store.history.delete(row.key);
  store.history.append(row.key, stored.turns - 1, instance.historyText, stored.inputs, code);
  store.instances.update(running);
  rewound.push(instance);
  let rewindsChild = false;
  for (const event of stored.events) {
    if (event.EventType !== eventType.childCreated || !failedChildren.has(event.EventId)) continue;
    const child = store.instances.find(event.InstanceId);
    if (child?.status !== 'Failed') continue;
    rewindsChild = true;
    rewind(runtime, child, reason, rewound);
  }
  if (rewindsChild) return;
  // This is what makes the next turn.
  const event = generic(isoTime(runtime.clock.now()), reason);
  instance.inbox.push({ event, sequence: store.inbox.insert(row.key, event) });
}

function isTakenBack(event: HistoryEvent, failedTasks: Set<number>): boolean {
  switch (event.EventType) {
    case eventType.executionCompleted:
    case eventType.taskFailed:
    case eventType.childFailed:
      return true;
    case eventType.taskScheduled:
      return failedTasks.has(event.EventId);
    default:
      return false;
  }
}

function generic(time: string, data: string | null): GenericEvent {
  return { EventType: eventType.generic, Data: data, EventId: -1, Timestamp: time };
}
