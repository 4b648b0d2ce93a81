import { describeDecision } from '../../interpreter/describe-decision.ts';
import type { Interpretation, Note, OrchestrationFacts, Rules } from '../../interpreter/interpretation.ts';
import { invalidTimer } from '../../interpreter/invalid-timer.ts';
import { NonDeterminism } from '../../interpreter/non-determinism.ts';
import { RefusedCall } from '../../interpreter/refuse.ts';
import { Replay } from '../../interpreter/replay.ts';
import { runReplay } from '../../interpreter/run-replay.ts';
import { exceptionDump } from '../../protocol/exception-dump.ts';
import type { HistoryEvent } from '../../protocol/history-events.ts';
import { depthProblem, isDeeper } from '../../protocol/json-depth.ts';
import type { OrchestratorAnswer, OrchestratorState } from '../../protocol/orchestrator-answer.ts';
import { failedOutcome, failedWith, type TurnEnd, type TurnOutcome } from './turn-outcome.ts';

/** Azure's limit for a custom status, in bytes of UTF-16. */
const maxCustomStatusBytes = 16 * 1024;

/** What an orchestrator's answer to its history means. Pure: notes for the log are returned. */
export function decideOutcome(
  facts: OrchestrationFacts,
  rules: Rules,
  history: readonly HistoryEvent[],
  answer: OrchestratorAnswer,
): { outcome: TurnOutcome; notes: Note[] } {
  const state: OrchestratorState = answer.kind === 'broken' ? { isDone: false, actions: [[]] } : answer.state;
  const customStatus = state.customStatus === undefined ? null : JSON.stringify(state.customStatus);
  const statusBytes = (customStatus?.length ?? 0) * 2;
  if (statusBytes > maxCustomStatusBytes) {
    const kilobytes = Math.floor(statusBytes / 1024);
    const problem = `The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is ${kilobytes} KB.`;
    const note: Note = {
      trap: 'statusTooBig',
      level: 'error',
      message: `Orchestrator '${facts.name}' fails for its custom status, past its catch and finally, here as on Azure. ${problem} Keep the status small, and what is big in a store.`,
    };
    return { outcome: failedOutcome(facts.name, problem), notes: [note] };
  }
  const invalid = invalidTimer(state.actions[0] ?? []);
  if (invalid !== undefined) return { outcome: failedOutcome(facts.name, invalid), notes: [] };
  const replay = new Replay(facts, rules, history);
  try {
    const result = runReplay(replay, state.actions[0] ?? []);
    // Its actions are unknown: whatever the history has scheduled is then missing.
    if (answer.kind === 'broken') return broken(facts, answer.message);
    const tooDeep = tooDeepIn(state, result);
    if (tooDeep !== undefined) {
      const message = `One or more errors occurred. (${tooDeep})`;
      return decideOutcome(facts, rules, history, { kind: 'broken', message });
    }
    const end = endOf(facts, state, result, customStatus);
    return {
      outcome: {
        end: end.end,
        decisions: keepsLocks(end.end) ? result.decisions : [...result.decisions, ...result.releases],
        customStatus,
      },
      notes: [...result.notes, ...end.notes],
    };
  } catch (error) {
    if (error instanceof RefusedCall) return refused(facts, error.message, customStatus);
    if (!(error instanceof NonDeterminism)) throw error;
    const note: Note = {
      trap: 'nonDeterministic',
      level: 'error',
      message: `${error.message} ${error.difference} On Azure its status with history answers 400 from now on.`,
      ...(error.place !== undefined && { place: error.place }),
    };
    const outcome = failedWith(error.message, error.message, customStatus);
    // What it asked for beyond the history up to there begins all the same.
    return { outcome: { ...outcome, decisions: replay.pending }, notes: [...replay.notes, note] };
  }
}

function endOf(
  facts: OrchestrationFacts,
  state: OrchestratorState,
  result: Interpretation,
  customStatus: string | null,
): { end: TurnEnd; notes: Note[] } {
  const hasEnded = state.isDone || state.error !== undefined;
  if (!hasEnded) return { end: { kind: 'goesOn' }, notes: isStuck(result) ? [stuck(facts)] : [] };
  if (!result.finished || result.open.length > 0) {
    return { end: { kind: 'goesOn' }, notes: [openTasks(facts, result)] };
  }
  if (state.error !== undefined) return { end: failure(facts, state, state.error), notes: [] };
  if (result.continued) return continued(facts, result, result.continued.input, customStatus);
  const output = state.output === undefined ? null : JSON.stringify(state.output);
  return { end: { kind: 'completed', output }, notes: [] };
}

function failure(facts: OrchestrationFacts, state: OrchestratorState, error: string): TurnEnd {
  const { end } = failedOutcome(facts.name, error);
  if (end.kind !== 'failed' || !state.failureDetails) return end;
  const { ErrorType, ErrorMessage, StackTrace, IsNonRetriable, Properties } = state.failureDetails;
  return {
    ...end,
    output: `${ErrorType}: ${ErrorMessage}`,
    failureDetails: {
      ErrorType,
      ErrorMessage,
      StackTrace: StackTrace ?? null,
      InnerFailure: null,
      IsNonRetriable: IsNonRetriable ?? false,
      ...(Properties !== undefined && { Properties }),
    },
  };
}

function continued(
  facts: OrchestrationFacts,
  result: Interpretation,
  input: string | null,
  customStatus: string | null,
): { end: TurnEnd; notes: Note[] } {
  const notes: Note[] = [];
  if (result.unawaited.length > 0) {
    const names = [...new Set(result.unawaited.map((event) => `'${event.Name}'`))].join(', ');
    notes.push({
      trap: 'eventsLost',
      level: 'warning',
      message: `Orchestrator '${facts.name}' continued as new and lost ${result.unawaited.length} event(s) ${names} that it had not awaited, here as on Azure.`,
    });
  }
  if (customStatus !== null) {
    notes.push({
      trap: 'statusLost',
      level: 'debug',
      message: `Orchestrator '${facts.name}' continued as new: its custom status is null until set again, here as on Azure.`,
    });
  }
  return { end: { kind: 'continuedAsNew', input, carried: result.carried }, notes };
}

/** A call that fails the instance whatever its code would catch. */
function refused(
  facts: OrchestrationFacts,
  problem: string,
  customStatus: string | null,
): { outcome: TurnOutcome; notes: Note[] } {
  const message = `Orchestrator '${facts.name}' fails, past its catch and finally, here as on Azure: ${problem}`;
  return {
    outcome: failedOutcome(facts.name, problem, customStatus),
    notes: [{ trap: 'unknownFunction', level: 'error', message }],
  };
}

/** `throw 'text'`, a rejected promise, or an error outside the orchestrator's own code. */
function broken(facts: OrchestrationFacts, message: string): { outcome: TurnOutcome; notes: Note[] } {
  const note: Note = {
    trap: 'notAnError',
    level: 'error',
    message: `Orchestrator '${facts.name}' failed with something that is no Error, and its output is a text of the protocol, here as on Azure; throw errors only. ${message.split('\n')[0]}`,
  };
  const outcome = failedOutcome(facts.name, message);
  const { end } = outcome;
  if (end.kind === 'failed') end.details = exceptionDump('System.AggregateException', message);
  return { outcome, notes: [note] };
}

/** Everything asked for has ended, nothing is awaited, and still the code neither returned nor threw an error. */
function isStuck(result: Interpretation): boolean {
  return result.finished && result.open.length === 0 && result.waits === 0 && !result.refused;
}

function stuck(facts: OrchestrationFacts): Note {
  return {
    trap: 'nothingThrown',
    level: 'error',
    message: `Orchestrator '${facts.name}' neither returned nor waits for anything that can still come, as after 'throw undefined' or when it awaits a cancelled timer. It stays Running for ever, here as on Azure.`,
  };
}

function openTasks(facts: OrchestrationFacts, result: Interpretation): Note {
  const open = result.open.map(describeDecision).join(', ');
  const what = open === '' ? 'an event that an unfinished Task.all awaits' : open;
  return {
    trap: 'openTasks',
    level: 'warning',
    ...(result.openPlace !== undefined && { place: result.openPlace }),
    message: `Orchestrator '${facts.name}' has returned or thrown and stays Running until this has ended, here as on Azure: ${what}. Cancel the timers that lose a race.`,
  };
}

/** One that fails does not free what it has locked, as on Azure. */
function keepsLocks({ kind }: TurnEnd): boolean {
  return kind === 'goesOn' || kind === 'failed';
}

/** What of an answer is new and has too many levels for the extension, in its reader's words. */
function tooDeepIn(state: OrchestratorState, { freshPlaces }: Interpretation): string | undefined {
  const [actions] = state.actions;
  const isTooDeep =
    isDeeper(state.output, levelsOf.output) ||
    isDeeper(state.customStatus, levelsOf.output) ||
    [...freshPlaces].some((place) => isDeeper(actions[place], levelsOf.action));
  return isTooDeep ? depthProblem(JSON.stringify(state)) : undefined;
}

/** How many levels a part of the answer may have of the reader's 64. */
const levelsOf = { output: 63, action: 61 };
