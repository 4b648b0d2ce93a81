import { releaseRoom } from '../../lib/containers/release-room.ts';
import { isAlive } from '../../lib/decide/is-alive.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Takes back the room of runs that have ended and left neither a group nor a removal that would give it back. Idempotent. */
export function releaseLostCreations(deps: ActivityDependencies): ActivityHandlers['releaseLostCreations'] {
  const { budget, containers } = deps;
  return async (_input, { runs }) => {
    const tickets = await budget.update((state) => ({ state, answer: state.tickets }));
    const states = await Promise.all(tickets.map(({ runId }) => runs.stateOf(runId)));
    const abandoned = tickets.filter((_, index) => !isAlive(states[index])).map(({ group }) => group);
    if (abandoned.length === 0) return { released: [] };
    // Listed after the runs were asked: what an ended run created is there by now.
    const existing = new Set((await containers.list()).map(({ name }) => name));
    const lost = abandoned.filter((group) => !existing.has(group));
    await releaseRoom(deps, runs, lost);
    return { released: lost };
  };
}
