import type { Action } from '../protocol/actions.ts';
import { eventType, type HistoryEvent } from '../protocol/history-events.ts';
import { type Decision, settled } from './decision.ts';
import type { Interpretation } from './interpretation.ts';
import type { Replay } from './replay.ts';
import { runSequence } from './run-sequence.ts';

/**
 * The host's side of one turn: runs the actions that the code has asked for since its start against the history,
 * as the extension does, so that both sides give the same sequence ids. What the history does not have yet is new.
 * Throws NonDeterminism when the history has what the code does not ask for.
 */
export function runReplay(replay: Replay, actions: readonly Action[]): Interpretation {
  let finished = false;
  const begin = (): void =>
    runSequence(replay, actions, () => {
      finished = true;
    });
  for (const event of replay.history) apply(replay, event, begin);
  if (!finished && replay.position < actions.length) {
    if (replay.retrying > 0) noteMisrouted(replay);
    else noteStalled(replay);
  }
  const held = finished ? replay.locks.release(replay.facts.instanceId) : [];
  return {
    decisions: replay.pending,
    freshPlaces: replay.freshPlaces,
    finished,
    open: replay.openTasks,
    openPlace: replay.openPlace,
    waits: replay.awaited.length,
    ...(replay.continued && { continued: replay.continued }),
    carried: replay.carried,
    unawaited: replay.unawaited,
    releases: held.map((wish, index) => ({ ...wish, id: replay.nextId + index }) as Decision),
    notes: [...replay.notes],
    refused: replay.refused,
  };
}

function apply(replay: Replay, event: HistoryEvent, begin: () => void): void {
  switch (event.EventType) {
    case eventType.orchestratorStarted:
      replay.nowMs = Math.max(replay.nowMs, Date.parse(event.Timestamp));
      break;
    case eventType.executionStarted:
      begin();
      break;
    case eventType.taskScheduled:
    case eventType.timerCreated:
    case eventType.childCreated:
    case eventType.eventSent:
      replay.confirm(event);
      break;
    case eventType.taskCompleted:
    case eventType.childCompleted:
      replay.end(event.TaskScheduledId, { ok: true, result: event.Result });
      break;
    case eventType.taskFailed:
    case eventType.childFailed:
      replay.end(event.TaskScheduledId, {
        ok: false,
        nonRetriable: event.FailureDetails?.IsNonRetriable === true,
      });
      break;
    case eventType.timerFired:
      replay.end(event.TimerId, settled);
      break;
    case eventType.eventRaised:
      replay.raise(event);
      break;
  }
}

function noteMisrouted(replay: Replay): void {
  replay.note({
    trap: 'misroutedIds',
    level: 'error',
    message: `Orchestrator '${replay.facts.name}' went on after a failed Task.all of which a branch is still being retried: that branch takes the ids of what comes next, whose results get lost, here as on Azure. Let the branches of a fan-out return their failures.`,
  });
}

/** Replies of entities come by themselves; their requests' ids are no names that people give. */
function noteStalled(replay: Replay): void {
  const events = replay.awaited.filter((name) => !/^[0-9a-f-]{36}$/.test(name));
  if (events.length === 0) return;
  replay.note({
    trap: 'stalledFanOut',
    level: 'warning',
    message: `Orchestrator '${replay.facts.name}' went on after a failed Task.all that also awaits the event '${events.join("', '")}': what it asks for now begins only after that event, here as on Azure. Let the branches of a fan-out return their failures.`,
  });
}
