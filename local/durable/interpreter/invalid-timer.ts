import { type Action, actionType } from '../protocol/actions.ts';

/**
 * What the extension says of an answer with a timer that has no time, as of an invalid Date, or one that .NET does not
 * know; undefined when all have.
 */
export function invalidTimer(actions: readonly Action[], path = 'actions[0]'): string | undefined {
  for (const [index, action] of actions.entries()) {
    const place = `${path}[${index}]`;
    if ('compoundActions' in action) {
      const problem = invalidTimer(action.compoundActions, `${place}.compoundActions`);
      if (problem !== undefined) return problem;
    } else if (action.actionType === actionType.createTimer) {
      if (Number.isNaN(Date.parse(action.fireAt))) {
        return `Error converting value {null} to type 'System.DateTime'. Path '${place}.fireAt'.`;
      }
      // Years that need a sign are beyond .NET's dates.
      if (/^[+-]/.test(action.fireAt)) {
        return `Could not convert string to DateTime: ${action.fireAt}. Path '${place}.fireAt'.`;
      }
    }
  }
  return undefined;
}
