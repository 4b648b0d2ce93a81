import { randomUUID } from 'node:crypto';
import { eventText } from '../protocol/event-text.ts';
import { eventType, type HistoryEvent } from '../protocol/history-events.ts';
import type { ActivityInputs } from '../store/history-table.ts';
import type { InstanceRow } from '../store/instance-row.ts';
import { answerToParent } from './answer-parent.ts';
import { childOf } from './child-of.ts';
import { dispatch } from './dispatch.ts';
import { eventOf } from './event-of.ts';
import type { LiveInstance } from './live-instance.ts';
import type { Message } from './message.ts';
import type { Posting } from './post-event.ts';
import type { Runtime } from './runtime.ts';
import { type NewInstance, startInstance } from './start-instance.ts';
import type { Batch } from './take-batch.ts';
import type { TurnEnd, TurnOutcome } from './turn-outcome.ts';

export type Turn = {
  batch: Batch;
  /** ISO time of the turn. */
  time: string;
  /** OrchestratorStarted and what the turn took. */
  events: HistoryEvent[];
  outcome: TurnOutcome;
};

/** Commits all effects of a turn in one piece; what it scheduled begins after the commit. */
export function recordTurn(runtime: Runtime, instance: LiveInstance, turn: Turn): Promise<void> {
  const { store, settings } = runtime;
  const { decisions, end, cancelledTimers } = turn.outcome;
  const events = [...turn.events];
  const inputs: ActivityInputs = {};
  for (const decision of decisions) {
    events.push(eventOf(decision, turn.time, settings.storesInputs));
    if (decision.kind === 'activity') inputs[decision.id] = decision.input;
  }
  const completed = completionOf(end, turn.time);
  if (completed) events.push(completed);
  events.push({ EventType: eventType.orchestratorCompleted, EventId: -1, Timestamp: turn.time });
  const text = events.map((event) => eventText(event).played).join(',');
  const row = rowAfter(runtime, instance, turn);
  const next = end.kind === 'continuedAsNew' ? nextInbox(instance, turn.batch, end.carried) : undefined;
  const children = decisions
    .filter((one) => one.kind === 'child')
    .map((one) => childOf(instance, one, turn.time));
  const postings: Posting[] = decisions.flatMap((one) =>
    one.kind === 'send' ? runtime.entities.post(one.target, one.name, one.text) : [],
  );
  const answer = answerToParent(runtime, instance, end, turn.time);
  if (answer) postings.push(answer);
  const starts = children.map((child) => startInstance(runtime, child));
  warnOfReplaced(runtime, instance, children);
  const hasInputs = Object.keys(inputs).length > 0;

  const write = (): void => {
    if (instance.isGone) return;
    if (end.kind === 'continuedAsNew') {
      store.history.delete(row.key);
      for (const message of next?.fresh ?? []) message.sequence = store.inbox.insert(row.key, message.event);
    } else {
      store.history.append(row.key, instance.turns, text, hasInputs ? inputs : undefined);
    }
    store.instances.update(row);
    if (completed) store.inbox.deleteOf(row.key);
    else
      for (const message of next?.dropped ?? turn.batch.messages) {
        if (message.sequence !== undefined) store.inbox.delete(message.sequence);
      }
    for (const start of starts) start.write();
    for (const posting of postings) posting.write();
  };
  const afterwards = (): void => {
    if (instance.isGone) return;
    if (next) {
      instance.beginExecution(row, [...next.kept, ...instance.inbox.filter(isExternal)]);
    } else {
      instance.row = row;
      instance.history.push(...events);
      instance.historyText = instance.historyText === '' ? text : `${instance.historyText},${text}`;
      instance.turns++;
    }
    for (const start of starts) start.afterwards();
    for (const posting of postings) posting.afterwards();
    if (completed) {
      instance.dropTasks();
      instance.isGone = true;
      if (runtime.live.get(row.instanceId) === instance) runtime.live.delete(row.instanceId);
      return;
    }
    for (const id of cancelledTimers) {
      instance.timers.get(id)?.();
      instance.timers.delete(id);
    }
    if (!next)
      for (const decision of decisions) dispatch(runtime, instance, decision, turn.time, cancelledTimers);
  };
  return store.changes.commit(write, afterwards);
}

/** A child's start does not ask whether its id is free. */
function warnOfReplaced(runtime: Runtime, parent: LiveInstance, children: readonly NewInstance[]): void {
  for (const { instanceId } of children) {
    if (!runtime.live.has(instanceId)) continue;
    runtime.log({
      level: 'warning',
      trap: 'childIdInUse',
      message: `The child '${instanceId}' replaces a running instance of that id, here as on Azure: its history is gone. Derive the ids of children from their parent's.`,
      instanceId: parent.instanceId,
    });
  }
}

function completionOf(end: TurnEnd, time: string): HistoryEvent | undefined {
  const common = { EventType: eventType.executionCompleted, EventId: -1, Timestamp: time } as const;
  switch (end.kind) {
    case 'completed':
      return { ...common, OrchestrationStatus: 'Completed', Result: end.output, FailureDetails: null };
    case 'failed':
      return {
        ...common,
        OrchestrationStatus: 'Failed',
        Result: end.result,
        FailureDetails: end.failureDetails,
      };
    case 'terminated':
      return { ...common, OrchestrationStatus: 'Terminated', Result: end.reason, FailureDetails: null };
    default:
      return undefined;
  }
}

function rowAfter(runtime: Runtime, instance: LiveInstance, turn: Turn): InstanceRow {
  const { end, customStatus } = turn.outcome;
  const nowMs = runtime.clock.now();
  const row: InstanceRow = {
    ...instance.row,
    status: 'Running',
    output: null,
    customStatus,
    updatedMs: nowMs,
  };
  const { suspends } = turn.batch;
  if (suspends) Object.assign(row, { status: 'Suspended', output: suspends.reason });
  switch (end.kind) {
    case 'completed':
      return { ...row, status: 'Completed', output: end.output };
    case 'failed':
      return { ...row, status: 'Failed', output: end.output };
    case 'terminated':
      return { ...row, status: 'Terminated', output: end.reason };
    case 'continuedAsNew':
      return {
        ...row,
        executionId: randomUUID().replaceAll('-', ''),
        input: end.input,
        customStatus: null,
        generation: null,
        createdMs: nowMs,
      };
    case 'goesOn':
      return row;
  }
}

/** The messages with which a next execution begins, and those of this turn that it does not get. */
function nextInbox(
  instance: LiveInstance,
  batch: Batch,
  carried: HistoryEvent[],
): { kept: Message[]; fresh: Message[]; dropped: Message[] } {
  const ofBatch = new Map(batch.messages.map((message) => [message.event, message]));
  // An event of an earlier turn has no row any more, so it gets a new one.
  const kept = carried.map((event) => ofBatch.get(event) ?? { event });
  const staying = new Set(kept);
  const stale = instance.inbox.filter((message) => !isExternal(message));
  return {
    kept,
    fresh: kept.filter((message) => message.sequence === undefined),
    dropped: [...batch.messages.filter((message) => !staying.has(message)), ...stale],
  };
}

/** Whether a message concerns the instance and not one of its executions' tasks. */
function isExternal(message: Message): boolean {
  const kind = message.event.EventType;
  return (
    kind === eventType.eventRaised ||
    kind === eventType.executionTerminated ||
    kind === eventType.executionSuspended ||
    kind === eventType.executionResumed
  );
}
