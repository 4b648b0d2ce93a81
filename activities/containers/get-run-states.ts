import type { ActivityHandlers } from '../../lib/ports/invocation.ts';

export function getRunStates(): ActivityHandlers['getRunStates'] {
  return async ({ ids }, { runs }) => {
    const states = await Promise.all(ids.map(async (id) => [id, await runs.stateOf(id)] as const));
    return { states: Object.fromEntries(states) };
  };
}
