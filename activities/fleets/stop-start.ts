import { isAlive } from '../../lib/decide/is-alive.ts';
import { startRunId } from '../../lib/ids.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';

/** Idempotent: a start that has ended hears nothing. */
export function stopStart(): ActivityHandlers['stopStart'] {
  return async ({ server }, { runs }) => {
    const id = startRunId(server);
    if (!isAlive(await runs.stateOf(id))) return { kind: 'ended' };
    await runs.raise(id, 'cancelRequested', { reason: 'Its fleet takes the server away.' });
    return { kind: 'active' };
  };
}
