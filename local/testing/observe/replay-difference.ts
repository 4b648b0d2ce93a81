import { isDeepStrictEqual } from 'node:util';
import { type Action, actionType } from '../../durable/protocol/actions.ts';

/** Where a replay asks for something else than was asked for before. */
export type ReplayDifference = { index: number; expected: string; actual: string };

/** The first difference between what an earlier turn asked for and the beginning of what a later one asks for. */
export function replayDifference(
  before: readonly Action[],
  after: readonly Action[],
): ReplayDifference | undefined {
  for (const [index, expected] of before.entries()) {
    const actual = after[index];
    if (actual === undefined || !isDeepStrictEqual(asAskedFor(expected), asAskedFor(actual))) {
      return {
        index,
        expected: describeAction(expected),
        actual: actual ? describeAction(actual) : 'nothing',
      };
    }
  }
  return undefined;
}

/** A copy that later turns can be compared with. A timer is cancelled in a later turn than it was asked for in. */
export function asAskedFor(action: Action): Action {
  const { isCanceled: _, ...plain } = JSON.parse(JSON.stringify(action)) as Action & { isCanceled?: boolean };
  const { compoundActions } = plain as { compoundActions?: Action[] };
  return (compoundActions ? { ...plain, compoundActions: compoundActions.map(asAskedFor) } : plain) as Action;
}

/** An action in a message for people. */
export function describeAction(action: Action): string {
  switch (action.actionType) {
    case actionType.callActivity:
    case actionType.callActivityWithRetry:
      return `activity '${action.functionName}' with ${JSON.stringify(action.input)}`;
    case actionType.callSubOrchestrator:
    case actionType.callSubOrchestratorWithRetry:
      return `child '${action.functionName}'${action.instanceId ? ` (${action.instanceId})` : ''}`;
    case actionType.continueAsNew:
      return `continueAsNew with ${JSON.stringify(action.input)}`;
    case actionType.createTimer:
      return `timer due ${new Date(action.fireAt).toISOString()}`;
    case actionType.waitForExternalEvent:
      return `event '${action.externalEventName}'`;
    case actionType.callEntity:
      return `answer of entity '${action.instanceId}' to '${action.operation}'`;
    case actionType.callHttp:
      return `answer to ${action.httpRequest.method} ${action.httpRequest.uri}`;
    case actionType.signalEntity:
    case actionType.scheduledSignalEntity:
      return `signal '${action.operation}' to entity '${action.instanceId}'`;
    case actionType.whenAny:
      return `first of (${action.compoundActions.map(describeAction).join(', ')})`;
    case actionType.whenAll:
      return `all of (${action.compoundActions.map(describeAction).join(', ')})`;
    case actionType.lockEntities:
      return `lock of ${action.lockSet.map(({ name, key }) => `@${name}@${key}`).join(', ')}`;
    case actionType.releaseEntities:
      return 'release of the lock';
  }
}
