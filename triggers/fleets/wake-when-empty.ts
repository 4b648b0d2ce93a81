import type { Server, ServerBeat } from '../../contract/fleets.ts';
import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import type { Runs } from '../../lib/ports/runs.ts';

/** A server that drains need not stay for its deadline once it tells that nobody is on it. */
export async function wakeWhenEmpty(runs: Runs, server: Server, beat: ServerBeat): Promise<void> {
  const isEmpty = server.allocated === 0 && beat.sessions === 0;
  if (isEmpty && server.state === 'draining' && !server.drain?.leavingAt)
    await wakeDrain(runs, server.fleet, server.name);
}
