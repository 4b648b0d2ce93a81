import type { CallEntity, LockEntities, SignalEntity } from '../protocol/actions.ts';
import { deterministicGuid } from '../protocol/deterministic-guid.ts';
import { dotNetJson } from '../protocol/dot-net-json.ts';
import { entityOf, messageType, type RequestMessage, schedulerId } from '../protocol/entity-messages.ts';
import { isoTime, withOffset } from '../protocol/timestamps.ts';
import { type Settle, settled } from './decision.ts';
import { RefusedCall, refuse, unknownFunctionText } from './refuse.ts';
import type { Replay } from './replay.ts';

/** Settles with the entity's reply, an event whose name is the request's id. */
export function callEntity(replay: Replay, action: CallEntity, settle: Settle): void {
  if (!isKnown(replay, action.instanceId)) {
    settle(settled);
    return;
  }
  const request = requestOf(replay, action.instanceId, { op: action.operation, input: action.input });
  replay.schedule({ kind: 'send', target: action.instanceId, name: 'op', text: JSON.stringify(request) });
  replay.waitForEvent(request.id, settle);
}

/** Nothing comes back, so it settles at once. Unlike a call, a signal to an unknown entity fails the instance. */
export function signalEntity(replay: Replay, action: SignalEntity, settle: Settle): void {
  const name = entityOf(action.instanceId)?.name ?? action.instanceId;
  if (!replay.rules.knows('entity', name)) {
    throw new RefusedCall(
      unknownFunctionText(name.toLowerCase(), 'entity', replay.rules.names?.('entity') ?? []),
    );
  }
  const request = requestOf(replay, action.instanceId, {
    op: action.operation,
    input: action.input,
    signal: true,
    ...(action.fireAt && { due: action.fireAt }),
  });
  replay.schedule({ kind: 'send', target: action.instanceId, name: 'op', text: JSON.stringify(request) });
  settle(settled);
}

/** The request goes to the first entity, which hands it on; the last one replies. */
export function lockEntities(replay: Replay, action: LockEntities, settle: Settle): void {
  const set = action.lockSet.map((entity) => ({ name: entity.name.toLowerCase(), key: entity.key }));
  const first = set[0];
  if (!first || !isKnown(replay, schedulerId(first))) {
    settle(settled);
    return;
  }
  const request = requestOf(replay, schedulerId(first), { op: null });
  const lockset = set.map((entity) => ({ $type: messageType.entityId, ...entity }));
  const { requestTime: _, ...withoutTime } = request;
  replay.schedule({
    kind: 'send',
    target: schedulerId(first),
    name: 'op',
    text: JSON.stringify({ ...withoutTime, lockset }),
  });
  replay.waitForEvent(request.id, (end) => {
    replay.locks.hold(request.id, set);
    settle(end);
  });
}

function requestOf(
  replay: Replay,
  target: string,
  call: { op: string | null; input?: unknown; signal?: true; due?: string },
): RequestMessage {
  const { instanceId, executionId } = replay.facts;
  const order = replay.messageOrder.next(target, replay.nowMs);
  return {
    $type: messageType.request,
    op: call.op,
    ...(call.signal && { signal: true }),
    ...(call.input !== undefined && call.input !== null && { input: dotNetJson(JSON.stringify(call.input)) }),
    id: deterministicGuid(`${instanceId}_${executionId}_${replay.nextId}`),
    parent: instanceId,
    parentExecution: executionId,
    ...(call.due && { due: call.due }),
    ...order,
    requestTime: withOffset(isoTime(replay.nowMs)),
  };
}

function isKnown(replay: Replay, instanceId: string): boolean {
  const name = entityOf(instanceId)?.name ?? instanceId;
  if (replay.rules.knows('entity', name)) return true;
  refuse(replay, 'unknownFunction', `called the entity '${name}', which is not registered`);
  return false;
}
