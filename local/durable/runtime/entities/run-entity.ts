import { dotNetJson } from '../../protocol/dot-net-json.ts';
import {
  messageType,
  type RequestMessage,
  type ResponseMessage,
  schedulerId,
} from '../../protocol/entity-messages.ts';
import { eventType } from '../../protocol/history-events.ts';
import { isoTime } from '../../protocol/timestamps.ts';
import { type Posting, postEvent } from '../events/post-event.ts';
import type { Ground } from '../ground.ts';
import { clientSignal } from './client-signal.ts';
import { type EntityState, stateText, statusText } from './entity-state.ts';
import type { EntityMessage, LiveEntity } from './live-entity.ts';
import { nextStep, type Step } from './next-step.ts';
import { type BatchAnswer, runBatch } from './run-batch.ts';

/** What an entity needs: the ground, and the mailboxes of others. */
export type EntityParts = Ground & {
  entities: { post(instanceId: string, name: string, text: string): Posting };
};

/** Does what the mailbox asks for until it is empty, locked for others, or waits for a time. */
export async function runEntity(runtime: EntityParts, entity: LiveEntity): Promise<Step> {
  for (;;) {
    const step = nextStep(entity, runtime.clock.now(), runtime.settings.maxEntityBatch);
    if (step.kind === 'rest' && entity.queue.length > 0) warnOfKeptLock(runtime, entity);
    if (step.kind === 'rest' || step.kind === 'wait' || runtime.isStopping) return step;
    if (step.kind === 'release') {
      const frees = step.message.kind === 'release' && step.message.release.parent === entity.state.lockedBy;
      await commit(
        runtime,
        entity,
        [step.message],
        frees ? { ...entity.state, lockedBy: null } : entity.state,
        [],
      );
    } else if (step.kind === 'lock') {
      const { request } = step.message;
      const asker = runtime.live.get(request.parent ?? '');
      const isWanted = asker?.row.executionId === request.parentExecution;
      const state = isWanted ? { ...entity.state, lockedBy: request.parent ?? null } : entity.state;
      await commit(runtime, entity, [step.message], state, isWanted ? [granted(runtime, request)] : []);
    } else {
      const requests = step.batch.map((message) => message.request);
      const answer = await runBatch(runtime, entity, requests);
      const state: EntityState = {
        exists: answer.entityExists,
        state: answer.entityState ?? null,
        lockedBy: entity.state.lockedBy,
      };
      const postings = [...repliesTo(runtime, requests, answer), ...signalsOf(runtime, entity, answer)];
      await commit(runtime, entity, step.batch, state, postings);
    }
  }
}

/** On Azure nobody frees what an orchestration held that failed or was terminated. */
function warnOfKeptLock(runtime: Ground, entity: LiveEntity): void {
  const { lockedBy } = entity.state;
  if (lockedBy === null || runtime.live.has(lockedBy)) return;
  runtime.log({
    level: 'error',
    trap: 'lockKept',
    message: `Entity ${entity.row.instanceId} is locked by '${lockedBy}', which has failed or was terminated: what others ask of it waits for ever, here as on Azure. Release locks in a finally; purge the entity to free it.`,
    instanceId: entity.row.instanceId,
  });
}

function commit(
  runtime: Ground,
  entity: LiveEntity,
  taken: readonly EntityMessage[],
  state: EntityState,
  postings: readonly Posting[],
): Promise<void> {
  const row = {
    ...entity.row,
    input: stateText(state),
    customStatus: statusText(state),
    updatedMs: runtime.clock.now(),
  };
  return runtime.store.changes.commit(
    () => {
      runtime.store.instances.update(row);
      for (const message of taken) runtime.store.inbox.delete(message.sequence);
      for (const posting of postings) posting.write();
    },
    () => {
      entity.row = row;
      entity.state = state;
      const gone = new Set(taken);
      entity.queue = entity.queue.filter((message) => !gone.has(message));
      for (const posting of postings) posting.afterwards();
    },
  );
}

/** A granted lock goes on to the next entity of the set; the last one tells the orchestration. */
function granted(runtime: EntityParts, request: RequestMessage): Posting {
  const pos = (request.pos ?? 0) + 1;
  const next = request.lockset?.[pos];
  if (next) return runtime.entities.post(schedulerId(next), 'op', JSON.stringify({ ...request, pos }));
  return reply(runtime, request, { $type: messageType.response, result: 'Lock Acquisition Completed' });
}

function repliesTo(runtime: Ground, requests: readonly RequestMessage[], answer: BatchAnswer): Posting[] {
  return requests.flatMap((request, index) => {
    if (request.signal) return [];
    const result = answer.results[index];
    return reply(runtime, request, {
      $type: messageType.response,
      result: result?.result ?? null,
      ...(result?.isError && { exceptionType: 'Error' }),
    });
  });
}

function reply(runtime: Ground, request: RequestMessage, response: ResponseMessage): Posting {
  return postEvent(
    runtime,
    request.parent ?? '',
    {
      EventType: eventType.eventRaised,
      Name: request.id,
      Input: dotNetJson(JSON.stringify(response)),
      EventId: -1,
      Timestamp: isoTime(runtime.clock.now()),
    },
    request.parentExecution,
  );
}

/** Unlike all others, an entity's signals keep the case of the name. */
function signalsOf(runtime: EntityParts, entity: LiveEntity, answer: BatchAnswer): Posting[] {
  const nowMs = runtime.clock.now();
  return answer.signals.map((signal) => {
    const target = schedulerId(signal.target);
    if (signal.target.name !== signal.target.name.toLowerCase()) {
      runtime.log({
        level: 'warning',
        trap: 'entityNameCase',
        message: `Entity ${entity.row.instanceId} signals '${target}': here as on Azure that is an entity of its own which no client and no orchestrator reaches. Write the name in small letters.`,
        instanceId: entity.row.instanceId,
      });
    }
    const request = clientSignal(nowMs, signal.name, signal.input ?? null, entity.row.instanceId);
    return runtime.entities.post(target, 'op', JSON.stringify(request));
  });
}
