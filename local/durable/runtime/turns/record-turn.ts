import { type EventText, eventText } from '../../protocol/event-text.ts';
import { eventType, type HistoryEvent } from '../../protocol/history-events.ts';
import type { ActivityInputs } from '../../store/history-table.ts';
import type { InstanceRow } from '../../store/instance-row.ts';
import { answerToParent } from '../children/answer-parent.ts';
import { childOf, warnOfReplaced } from '../children/child-of.ts';
import type { Posting } from '../events/post-event.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import { startInstance } from '../instances/start-instance.ts';
import { completionOf } from '../outcomes/completion-of.ts';
import { eventOf } from '../outcomes/event-of.ts';
import type { TurnOutcome } from '../outcomes/turn-outcome.ts';
import { dispatch } from './dispatch.ts';
import { isExternal, nextInbox } from './next-inbox.ts';
import { rowAfter } from './row-after.ts';
import type { Batch } from './take-batch.ts';
import type { TurnParts } from './turn-parts.ts';

export type Turn = {
  batch: Batch;
  /** ISO time of the turn. */
  time: string;
  /** OrchestratorStarted and what the turn took. */
  events: HistoryEvent[];
  texts: EventText[];
  outcome: TurnOutcome;
};

/** Commits all effects of a turn in one piece; what it scheduled begins after the commit. */
export function recordTurn(runtime: TurnParts, instance: LiveInstance, turn: Turn): Promise<void> {
  const { store, settings } = runtime;
  const { decisions, end } = turn.outcome;
  const events = [...turn.events];
  const inputs: ActivityInputs = {};
  for (const decision of decisions) {
    events.push(eventOf(decision, turn.time, settings.storesInputs));
    if (decision.kind === 'activity') inputs[decision.id] = decision.input;
  }
  const completed = completionOf(end, turn.time);
  if (completed) events.push(completed);
  events.push({ EventType: eventType.orchestratorCompleted, EventId: -1, Timestamp: turn.time });
  const scheduled = events.slice(turn.events.length);
  const text = [...turn.texts, ...scheduled.map(eventText)].map((one) => one.played).join(',');
  const row = rowAfter(instance, turn, runtime.clock.now());
  const next = end.kind === 'continuedAsNew' ? nextInbox(instance, turn.batch, end.carried) : undefined;
  const children = decisions
    .filter((one) => one.kind === 'child')
    .map((one) => childOf(instance, one, turn.time));
  const postings: Posting[] = decisions.flatMap((one) =>
    one.kind === 'send' ? runtime.entities.post(one.target, one.name, one.text) : [],
  );
  const answer = answerToParent(runtime, instance, end, turn.time);
  if (answer) postings.push(answer);
  warnOfReplaced(runtime, instance, children);
  const starts = children.map((child) => startInstance(runtime, child));
  const hasInputs = Object.keys(inputs).length > 0;

  const write = (): void => {
    if (instance.isGone) return;
    if (end.kind === 'continuedAsNew') {
      store.history.delete(row.key);
      for (const message of next?.fresh ?? []) message.sequence = store.inbox.insert(row.key, message.event);
    } else {
      const code = instance.turns === 0 ? runtime.code.keep(row.name) : null;
      store.history.append(row.key, instance.turns, text, hasInputs ? inputs : undefined, code);
    }
    if (end.kind === 'continuedAsNew') store.instances.update(row);
    else if (showsMoreThanTime(row, instance.row)) store.instances.updateProgress(row);
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
      // A wrong replay has asked for them: on Azure, too, they run although the instance has failed.
      for (const decision of decisions) {
        if (decision.kind === 'activity') dispatch(runtime, instance, decision, turn.time);
      }
      return;
    }
    if (!next)
      for (const decision of runtime.disorder?.shuffled(decisions) ?? decisions)
        dispatch(runtime, instance, decision, turn.time);
  };
  return store.changes.commit(write, afterwards, { instanceId: row.instanceId, turn: instance.turns });
}

/** Whether a query on the disk could tell the rows apart but for the time of the last turn, which the history has too. */
function showsMoreThanTime(row: InstanceRow, before: InstanceRow): boolean {
  return (
    row.status !== before.status || row.output !== before.output || row.customStatus !== before.customStatus
  );
}
