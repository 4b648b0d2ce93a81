import { randomUUID } from 'node:crypto';
import { messageType, noPredecessor, type RequestMessage } from '../../protocol/entity-messages.ts';
import { isoTime } from '../../protocol/timestamps.ts';

/** A signal, as a client or (with `parent`) an entity sends it. */
export function clientSignal(
  nowMs: number,
  operation: string,
  input: string | null,
  parent?: string,
): RequestMessage {
  const time = isoTime(nowMs);
  return {
    $type: messageType.request,
    op: operation,
    signal: true,
    ...(input !== null && input !== '' && { input }),
    id: randomUUID(),
    ...(parent !== undefined && { parent }),
    Timestamp: time,
    Predecessor: noPredecessor,
    requestTime: time,
  };
}
