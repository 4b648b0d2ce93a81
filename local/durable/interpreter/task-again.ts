import { type Action, actionType, type Compound } from '../protocol/actions.ts';
import { httpActivityName } from '../protocol/http-call.ts';
import { textOfValue } from '../protocol/json-text.ts';
import { activityInput } from './call-activity.ts';
import type { Decision } from './decision.ts';
import type { Replay } from './replay.ts';

/**
 * Notes calls of a group that equal one that is open since an earlier yield: mostly the loser of a race in the next race,
 * which is called anew. Actions have no identity, so two calls that are only alike are noted too.
 */
export function noteTasksAgain(replay: Replay, group: Compound): void {
  const calls = new Set(replay.openTasks.map(callOfDecision));
  for (const action of leavesOf(group)) {
    const call = callOfAction(action);
    if (!call || !calls.has(call.key)) continue;
    replay.note({
      trap: 'taskAgain',
      level: 'warning',
      message: `Orchestrator '${replay.facts.name}' awaits ${call.what} in a Task.any or Task.all while an equal call of it is open. If it is the same task object, it runs a second time, here as on Azure, and the results of later calls go astray. Yield an open task by itself, not in a second group.`,
    });
    return;
  }
}

/** The first call that stands in a group and equals an earlier one, for an instance that waits for what nobody has asked for. */
export function calledTwice(actions: readonly Action[]): string | undefined {
  const seen = new Set<string>();
  for (const action of actions) {
    for (const leaf of leavesOf(action)) {
      const call = callOfAction(leaf);
      if (!call) continue;
      if ('compoundActions' in action && seen.has(call.key)) return call.what;
      seen.add(call.key);
    }
  }
  return undefined;
}

function leavesOf(action: Action): Action[] {
  return 'compoundActions' in action ? action.compoundActions.flatMap(leavesOf) : [action];
}

const keyOf = (...parts: (string | null)[]): string => JSON.stringify(parts);

function callOfDecision(decision: Decision): string {
  return 'input' in decision ? keyOf(decision.kind, decision.name, decision.input) : '';
}

function callOfAction(action: Action): { key: string; what: string } | undefined {
  switch (action.actionType) {
    case actionType.callActivity:
    case actionType.callActivityWithRetry: {
      const { functionName: name } = action;
      return { key: keyOf('activity', name, activityInput(action.input)), what: `the activity '${name}'` };
    }
    case actionType.callSubOrchestrator:
    case actionType.callSubOrchestratorWithRetry: {
      const { functionName: name } = action;
      return { key: keyOf('child', name, textOfValue(action.input)), what: `the orchestrator '${name}'` };
    }
    case actionType.callHttp: {
      const { httpRequest: request } = action;
      const key = keyOf('activity', httpActivityName, JSON.stringify(request));
      return { key, what: `the HTTP call of ${request.uri}` };
    }
    default:
      return undefined;
  }
}
