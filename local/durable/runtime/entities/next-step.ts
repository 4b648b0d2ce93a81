import type { EntityMessage, LiveEntity } from './live-entity.ts';

type Operation = Extract<EntityMessage, { kind: 'operation' | 'lock' }>;

/** What an entity does next. */
export type Step =
  | { kind: 'run'; batch: Operation[] }
  | { kind: 'lock'; message: Operation }
  | { kind: 'release'; message: EntityMessage }
  /** Nothing before this time, when a scheduled signal is due. */
  | { kind: 'wait'; untilMs: number }
  | { kind: 'rest' };

/**
 * A mailbox in order of arrival: operations up to the next request for the lock run in one batch. While locked only
 * the holder's messages count, past those of others.
 */
export function nextStep(entity: LiveEntity, nowMs: number, maxBatch: number): Step {
  const { lockedBy } = entity.state;
  const batch: Operation[] = [];
  let nextDueMs = Number.POSITIVE_INFINITY;
  for (const message of entity.queue) {
    if (message.kind === 'release') {
      if (batch.length > 0) break;
      // One that frees nothing is dropped in the same way.
      return { kind: 'release', message };
    }
    const { request } = message;
    if (lockedBy !== null && request.parent !== lockedBy) continue;
    const dueMs = request.due === undefined ? 0 : Date.parse(request.due);
    if (dueMs > nowMs) {
      nextDueMs = Math.min(nextDueMs, dueMs);
      continue;
    }
    if (message.kind === 'lock') {
      if (batch.length > 0) break;
      return { kind: 'lock', message };
    }
    batch.push(message);
    if (batch.length >= maxBatch) break;
  }
  if (batch.length > 0) return { kind: 'run', batch };
  return nextDueMs < Number.POSITIVE_INFINITY ? { kind: 'wait', untilMs: nextDueMs } : { kind: 'rest' };
}
