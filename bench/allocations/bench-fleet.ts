import type { Server } from '../../contract/fleets.ts';
import { azureAdapters } from '../../lib/azure/azure-adapters.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { Secret } from '../../lib/secret.ts';

export const fleetName = 'arena';

export const realClock: Clock = { now: () => new Date() };

const addedAtATime = 16;

/** The app's adapters over a storage; nothing else of Azure is called. */
export function adaptersOver(connectionString: string) {
  const config = { storage: { connectionString: new Secret(connectionString) } };
  return azureAdapters(config as Parameters<typeof azureAdapters>[0], realClock);
}

/** Writes a fleet by API and rows of so many servers of it that are ready, as its loop would. */
export async function fillFleet(
  { storedFleets, fleetServers }: ReturnType<typeof adaptersOver>,
  { servers, sessionsPerServer }: { servers: number; sessionsPerServer: number },
): Promise<void> {
  const container = { name: 'main', image: 'bench/server:1', ports: [{ port: 7_777, protocol: 'UDP' }] };
  const definition = { spec: { containers: [container] }, sessionsPerServer, min: servers, max: servers };
  await storedFleets.write(fleetName, definition, undefined);
  const now = realClock.now().toISOString();
  const numbers = Array.from({ length: servers }, (_, n) => n + 1);
  await forEachConcurrently(numbers, addedAtATime, async (number) => {
    const server: Server = {
      name: `bench-${fleetName}-${String(number).padStart(5, '0')}`,
      fleet: fleetName,
      number,
      version: 'bench',
      region: 'westeurope',
      state: 'ready',
      since: { creating: now, ready: now },
      ip: `127.2.${Math.floor(number / 250)}.${number % 250}`,
      ports: [{ port: 7_777, protocol: 'UDP' }],
      allocated: 0,
    };
    await fleetServers.add(server);
  });
}

export type PlacesProblem = string;

/** What is wrong with the places after `answered` said where each session is. Empty when each place has one session. */
export async function problemsOf(
  { fleetServers, fleetSessions }: ReturnType<typeof adaptersOver>,
  answered: ReadonlyMap<string, string>,
  sessionsPerServer: number,
): Promise<PlacesProblem[]> {
  const problems: PlacesProblem[] = [];
  const stored = new Map<string, string>();
  const counts = new Map<string, number>();
  const endOfTime = '9999-12-31T00:00:00.000Z';
  for (const { allocation } of await fleetSessions.expired(fleetName, endOfTime, Number.MAX_SAFE_INTEGER)) {
    stored.set(allocation.session, allocation.server);
    counts.set(allocation.server, (counts.get(allocation.server) ?? 0) + allocation.places);
  }
  for (const [session, server] of answered)
    if (stored.get(session) !== server)
      problems.push(`session ${session} was promised ${server}, and has ${stored.get(session) ?? 'nothing'}`);
  for (const session of stored.keys())
    if (!answered.has(session)) problems.push(`session ${session} has a place, and was never told`);
  for (const { server } of await fleetServers.list(fleetName)) {
    const count = counts.get(server.name) ?? 0;
    if (count !== server.allocated)
      problems.push(`server ${server.name} counts ${server.allocated} of ${count} places`);
    if (count > sessionsPerServer)
      problems.push(`server ${server.name} has ${count} sessions for ${sessionsPerServer} places`);
  }
  return problems;
}
