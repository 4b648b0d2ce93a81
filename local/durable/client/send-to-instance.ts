import { eventType, type HistoryEvent } from '../protocol/history-events.ts';
import { isoTime } from '../protocol/timestamps.ts';
import { postEvent } from '../runtime/events/post-event.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { InstanceRow, RuntimeStatus } from '../store/instance-row.ts';

/** What became of a message to an instance. */
export type Delivery =
  | { kind: 'accepted' }
  | { kind: 'missing' }
  /** The instance has ended. */
  | { kind: 'ended'; status: RuntimeStatus }
  /** The instance can't be suspended or resumed as it is. */
  | { kind: 'refused'; status: RuntimeStatus };

/** Whether a message could be accepted now. */
export function deliveryTo(runtime: Runtime, instanceId: string): Delivery {
  if (runtime.live.has(instanceId)) return { kind: 'accepted' };
  const row = runtime.store.instances.find(instanceId);
  if (row?.isEntity) return { kind: 'accepted' };
  return row ? { kind: 'ended', status: row.status } : { kind: 'missing' };
}

/** Azure refuses an event without data; a caller in this process may leave it out. */
export function noteMissingData(runtime: Runtime, instanceId: string, name: string): void {
  runtime.log({
    level: 'warning',
    trap: 'eventWithoutData',
    message: `Event '${name}' for '${instanceId}' came without data: Azure answers 400 to that. Send a JSON body, such as {}.`,
    instanceId,
  });
}

/** Resolves when the event is committed; it is buffered until the code awaits it. `data` is JSON text. */
export async function raiseEvent(
  runtime: Runtime,
  instanceId: string,
  name: string,
  data: string | null,
): Promise<Delivery> {
  if (data === null) noteMissingData(runtime, instanceId, name);
  if (runtime.live.get(instanceId)?.row.status === 'Suspended') {
    runtime.log({
      level: 'information',
      trap: 'whileSuspended',
      message: `Event '${name}' waits for the resumption of '${instanceId}'. On Azure the code would run now: a custom status set after it shows, and the instance may even complete.`,
      instanceId,
    });
  }
  const copies = runtime.seams.copiesOf?.(instanceId, name) ?? 1;
  let delivery = deliveryTo(runtime, instanceId);
  for (let copy = 0; copy < copies; copy++) {
    delivery = await send(runtime, instanceId, {
      EventType: eventType.eventRaised,
      Name: name,
      Input: data,
      EventId: -1,
      Timestamp: isoTime(runtime.clock.now()),
    });
  }
  return delivery;
}

/** Ends the instance with its next turn; its activities and children go on. */
export function terminate(runtime: Runtime, instanceId: string, reason: string | null): Promise<Delivery> {
  if (reason !== null && isJson(reason)) {
    runtime.log({
      level: 'warning',
      trap: 'numericReason',
      message: `The reason ${reason} of a termination is JSON: the output of '${instanceId}' is that value and no text, here as on Azure. Give a sentence.`,
      instanceId,
    });
  }
  return send(runtime, instanceId, {
    EventType: eventType.executionTerminated,
    Input: reason,
    EventId: -1,
    Timestamp: isoTime(runtime.clock.now()),
  });
}

/** Refused when the instance is suspended already. */
export function suspend(runtime: Runtime, instanceId: string, reason: string | null): Promise<Delivery> {
  return sendUnless(runtime, instanceId, (status) => status === 'Suspended', {
    EventType: eventType.executionSuspended,
    Reason: reason,
    EventId: -1,
    Timestamp: isoTime(runtime.clock.now()),
  });
}

/** Refused when the instance is not suspended. */
export function resume(runtime: Runtime, instanceId: string, reason: string | null): Promise<Delivery> {
  return sendUnless(runtime, instanceId, (status) => status !== 'Suspended', {
    EventType: eventType.executionResumed,
    Reason: reason,
    EventId: -1,
    Timestamp: isoTime(runtime.clock.now()),
  });
}

async function sendUnless(
  runtime: Runtime,
  instanceId: string,
  isWrong: (status: RuntimeStatus) => boolean,
  event: HistoryEvent,
): Promise<Delivery> {
  const status = (runtime.live.get(instanceId)?.row ?? entityRow(runtime, instanceId))?.status;
  if (status !== undefined && isWrong(status)) return { kind: 'refused', status };
  return send(runtime, instanceId, event);
}

function entityRow(runtime: Runtime, instanceId: string): InstanceRow | undefined {
  const row = runtime.store.instances.find(instanceId);
  return row?.isEntity ? row : undefined;
}

async function send(runtime: Runtime, instanceId: string, event: HistoryEvent): Promise<Delivery> {
  const delivery = deliveryTo(runtime, instanceId);
  if (delivery.kind !== 'accepted') return delivery;
  // Accepted for an entity too, which only takes operations.
  if (!runtime.live.has(instanceId)) return delivery;
  const posting = postEvent(runtime, instanceId, event);
  await runtime.store.changes.commit(posting.write, posting.afterwards);
  return delivery;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
