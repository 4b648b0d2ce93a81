import { type Action, actionType } from '../protocol/actions.ts';
import { dotNetJson } from '../protocol/dot-net-json.ts';
import { callActivity } from './call-activity.ts';
import { callChild } from './call-child.ts';
import { callEntity, lockEntities, signalEntity } from './call-entity.ts';
import { callHttp } from './call-http.ts';
import { createTimer } from './create-timer.ts';
import { isCarried, type Settle, settled, type TaskEnd } from './decision.ts';
import { noteEventAgain } from './event-again.ts';
import { isCancelled, noteRaceOfRetries } from './race-of-retries.ts';
import { refuse } from './refuse.ts';
import type { Replay } from './replay.ts';
import { withRetry } from './with-retry.ts';

/** Starts one action; `settle` is called when it has ended, at once for those that wait for nothing. */
export function startAction(replay: Replay, action: Action, settle: Settle): void {
  if (++replay.started > replay.rules.settings.maxActions) {
    const most = replay.rules.settings.maxActions;
    refuse(replay, 'tooManyActions', `asked for more than maxOrchestrationActions (${most}) actions`);
    settle(settled);
    return;
  }
  switch (action.actionType) {
    case actionType.callActivity:
      callActivity(replay, action, settle);
      break;
    case actionType.callActivityWithRetry:
      withRetry(replay, action, (done) => callActivity(replay, action, done), settle);
      break;
    case actionType.callSubOrchestrator:
      callChild(replay, action, settle);
      break;
    case actionType.callSubOrchestratorWithRetry:
      withRetry(replay, action, (done) => callChild(replay, action, done), settle);
      break;
    case actionType.continueAsNew:
      // A string input is text of JSON already and is made JSON once more: the code gets it with quotes, as on Azure.
      replay.continued = {
        input: action.input === undefined ? null : dotNetJson(JSON.stringify(action.input)),
      };
      if (typeof action.input === 'string') {
        replay.note({
          trap: 'stringContinued',
          level: 'warning',
          message: `continueAsNew got the string ${action.input}; the next execution's input has these quotes in it, here as on Azure. Pass an object.`,
        });
      }
      settle(settled);
      break;
    case actionType.createTimer:
      createTimer(replay, action, settle);
      break;
    case actionType.waitForExternalEvent:
      replay.waitForEvent(action.externalEventName, settle);
      break;
    case actionType.callEntity:
      callEntity(replay, action, settle);
      break;
    case actionType.callHttp:
      callHttp(replay, action.httpRequest, settle);
      break;
    case actionType.signalEntity:
    case actionType.scheduledSignalEntity:
      signalEntity(replay, action, settle);
      break;
    case actionType.whenAll:
      awaitAll(replay, action.compoundActions, settle);
      break;
    case actionType.whenAny:
      noteRaceOfRetries(replay, action);
      race(replay, action.compoundActions, settle);
      break;
    case actionType.lockEntities:
      lockEntities(replay, action, settle);
      break;
    case actionType.releaseEntities:
      for (const release of replay.locks.release(replay.facts.instanceId)) replay.schedule(release);
      settle(settled);
      break;
  }
}

function awaitAll(replay: Replay, actions: readonly Action[], settle: Settle): void {
  let left = actions.length;
  if (left === 0) settle(settled);
  for (const action of actions) {
    startAction(replay, action, (end) => {
      if (--left === 0) settle(isCarried(end) ? end : settled);
    });
  }
}

/** A timer that the code has cancelled settles at once, and so its race does, whatever the code saw win. */
function race(replay: Replay, actions: readonly Action[], settle: Settle): void {
  let winner: TaskEnd | undefined;
  let isDecided = false;
  for (const action of actions) {
    startAction(replay, action, (end) => {
      if (!isDecided && !isCancelled(action)) {
        isDecided = true;
        if (isCarried(end)) noteEventAgain(replay, action);
      }
      if (winner) return;
      winner = end;
      settle(end);
    });
  }
}
