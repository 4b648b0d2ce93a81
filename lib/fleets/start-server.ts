import type { Fleet, Server } from '../../contract/fleets.ts';
import { startRequest } from '../decide/fleets/start-request.ts';
import { startRunId } from '../ids.ts';
import type { Runs } from '../ports/runs.ts';

/** Starts the start of a server, unless it goes on. The row of the server is there before. */
export async function startServer(runs: Runs, fleet: Fleet, server: Server, hub: string): Promise<void> {
  await runs.start('startServer', { id: startRunId(server.name), input: startRequest(fleet, server, hub) });
}
