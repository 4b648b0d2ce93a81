import { type Action, actionType } from '../../durable/protocol/actions.ts';

/** Where a replay asks for something else than was asked for before. */
export type ReplayDifference = { index: number; expected: string; actual: string };

/** The first difference between what an earlier turn asked for, as texts, and the beginning of what a later one does. */
export function replayDifference(
  before: readonly string[],
  after: readonly string[],
): ReplayDifference | undefined {
  const index = before.findIndex((text, place) => text !== after[place]);
  if (index < 0) return undefined;
  const describe = (text: string | undefined): string =>
    text === undefined ? 'nothing' : describeAction(JSON.parse(text) as Action);
  return { index, expected: describe(before[index]), actual: describe(after[index]) };
}

/** An action as a text that later turns can be compared with: a timer is cancelled in a later turn than it was asked for in. */
export function textOfAction(action: Action): string {
  // Cut out of the text, as a replacer is several times as slow and every turn does this for every action.
  return JSON.stringify(action).replaceAll(/"isCanceled":(?:true|false),?/g, '');
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
