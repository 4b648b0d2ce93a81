import { unknownFunctionText } from '../../interpreter/refuse.ts';
import { type EventText, eventText } from '../../protocol/event-text.ts';
import { eventType, type HistoryEvent } from '../../protocol/history-events.ts';
import { isoTime } from '../../protocol/timestamps.ts';
import { explainDifference } from '../code/explain-difference.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import { decideOutcome } from '../outcomes/decide-outcome.ts';
import { failedOutcome, type TurnOutcome } from '../outcomes/turn-outcome.ts';
import { versionOutcome } from '../outcomes/version-outcome.ts';
import { versionProblem } from '../outcomes/version-problem.ts';
import { askOrchestrator, orchestratorTrigger } from './ask-orchestrator.ts';
import { noteInLog } from './note-in-log.ts';
import { recordTurn } from './record-turn.ts';
import { type Batch, takeBatch } from './take-batch.ts';
import type { TurnParts } from './turn-parts.ts';

/**
 * Runs one turn, if there is one to run, and resolves once it is committed; false when there was none. Calls
 * `whenAnswered` when the code has run and only the commit is left.
 */
export async function runTurn(
  runtime: TurnParts,
  instance: LiveInstance,
  whenAnswered: () => void,
): Promise<boolean> {
  if (instance.isGone) return false;
  const problem = instance.turns === 0 ? versionProblem(runtime.settings, instance.row.version) : undefined;
  if (problem !== undefined && runtime.settings.versionFailure === 'Reject') {
    noteInLog(runtime, instance, [
      { trap: 'versionRejected', level: 'warning', message: `${problem} It stays Pending.` },
    ]);
    return false;
  }
  const later = runtime.disorder?.setAside(instance);
  const batch = takeBatch(instance);
  if (later) instance.inbox.push(...later);
  if (!batch) return false;
  try {
    runtime.histories.load(instance);
    const time = isoTime(runtime.clock.now());
    const events: HistoryEvent[] = [
      { EventType: eventType.orchestratorStarted, EventId: -1, Timestamp: time },
    ];
    if (instance.turns === 0) events.push(instance.startEvent());
    for (const message of batch.messages) events.push(message.event);
    const texts = events.map(eventText);
    const outcome =
      problem === undefined ? await outcomeOf(runtime, instance, batch, events, texts) : versionOutcome();
    const recorded = recordTurn(runtime, instance, { batch, time, events, texts, outcome });
    whenAnswered();
    await recorded;
    runtime.histories.keep(instance);
    return true;
  } catch (error) {
    // Nothing of it is recorded: the turn is tried again with the same messages.
    instance.inbox = [...batch.messages, ...instance.inbox];
    throw error;
  }
}

async function outcomeOf(
  runtime: TurnParts,
  instance: LiveInstance,
  batch: Batch,
  events: HistoryEvent[],
  texts: EventText[],
): Promise<TurnOutcome> {
  const { row } = instance;
  const unchanged = { decisions: [], customStatus: row.customStatus };
  if (batch.terminates) return { ...unchanged, end: { kind: 'terminated', reason: reasonOf(events) } };
  if (batch.isOnlyControl) return { ...unchanged, end: { kind: 'goesOn' } };
  const name = runtime.registered('orchestration', row.name);
  if (name === undefined) {
    const known = runtime.functions.names('orchestration');
    const problem = unknownFunctionText(row.name, 'orchestrator', known);
    noteInLog(runtime, instance, [
      {
        trap: 'unknownOrchestrator',
        level: 'error',
        message: `The start was accepted and the instance fails, here as on Azure: ${problem} Register it, or correct the name.`,
      },
    ]);
    return failedOutcome(row.name, problem);
  }
  const fresh = texts.map((text) => text.fresh).join(',');
  const trigger = orchestratorTrigger(runtime.settings, instance, fresh);
  const answer = await askOrchestrator(runtime.functions, name, trigger);
  const facts = {
    instanceId: row.instanceId,
    executionId: row.executionId,
    name: row.name,
    parentInstanceId: row.parent?.OrchestrationInstance.InstanceId ?? null,
  };
  const rules = {
    settings: runtime.settings,
    knows: (kind: 'orchestration' | 'activity' | 'entity', called: string) =>
      runtime.registered(kind, called) !== undefined,
    names: runtime.functions.names,
  };
  const history = instance.history.length === 0 ? events : [...instance.history, ...events];
  const { outcome, notes } = decideOutcome(facts, rules, history, answer);
  const isWrong = notes.some((note) => note.trap === 'nonDeterministic');
  noteInLog(
    runtime,
    instance,
    isWrong ? await explainDifference(runtime, instance, { name, trigger }, notes) : notes,
  );
  return outcome;
}

/** The reason of the first termination. */
function reasonOf(events: HistoryEvent[]): string | null {
  for (const event of events) if (event.EventType === eventType.executionTerminated) return event.Input;
  return null;
}
