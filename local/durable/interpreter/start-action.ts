import { type Action, actionType } from '../protocol/actions.ts';
import { dotNetJson } from '../protocol/dot-net-json.ts';
import { callActivity } from './call-activity.ts';
import { callChild } from './call-child.ts';
import { callEntity, lockEntities, signalEntity } from './call-entity.ts';
import { callHttp } from './call-http.ts';
import { createTimer } from './create-timer.ts';
import { type Settle, settled } from './decision.ts';
import { noteRaceOfRetries } from './race-of-retries.ts';
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
    case actionType.whenAll: {
      let left = action.compoundActions.length;
      if (left === 0) settle(settled);
      for (const one of action.compoundActions) {
        startAction(replay, one, () => {
          if (--left === 0) settle(settled);
        });
      }
      break;
    }
    case actionType.whenAny: {
      let isSettled = false;
      noteRaceOfRetries(replay, action);
      for (const one of action.compoundActions) {
        startAction(replay, one, (end) => {
          if (isSettled) return;
          isSettled = true;
          settle(end);
        });
      }
      break;
    }
    case actionType.lockEntities:
      lockEntities(replay, action, settle);
      break;
    case actionType.releaseEntities:
      for (const release of replay.locks.release(replay.facts.instanceId)) replay.schedule(release);
      settle(settled);
      break;
  }
}
