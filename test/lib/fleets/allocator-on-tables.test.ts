import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tableAccount } from '../../../lib/azure/table-account.ts';
import { tableFleetMemories } from '../../../lib/azure/table-fleet-memories.ts';
import { tableFleetServers } from '../../../lib/azure/table-fleet-servers.ts';
import { tableFleetSessions } from '../../../lib/azure/table-fleet-sessions.ts';
import { tableServerBeats } from '../../../lib/azure/table-server-beats.ts';
import { allocator } from '../../../lib/fleets/allocator.ts';
import { aFleet } from '../../support/a-fleet.ts';
import { aServer } from '../../support/a-server.ts';
import { FakeFleetDefinitions } from '../../support/fakes/fake-fleet-definitions.ts';
import { useTableStorage } from '../../support/table-storage.ts';

const tables = useTableStorage();

test('two processes that give out places of one table promise none twice, and lose none', async () => {
  const written = { sessionsPerServer: 8, max: 40 };
  const definitions = new FakeFleetDefinitions({ ...aFleet('arena', written), version: 'v1' });
  const aProcess = () => {
    const account = tableAccount(tables.storage());
    const stores = {
      fleetMemories: tableFleetMemories(account),
      fleetServers: tableFleetServers(account),
      fleetSessions: tableFleetSessions(account),
      serverBeats: tableServerBeats(account),
    };
    const clock = { now: () => new Date() };
    return { ...stores, ...allocator({ ...stores, clock, fleetDefinitions: definitions, pause }) };
  };
  const [one, other] = [aProcess(), aProcess()];
  for (let number = 1; number <= 40; number += 1) await one.fleetServers.add(aServer(number));

  const wanted = Array.from({ length: 200 }, (_, n) => `s${n}`);
  const places = await Promise.all(
    wanted.map(async (session, n) => {
      const asked = { session, places: 1, wait: false };
      const first = await (n % 2 ? one : other).allocate('arena', asked);
      if (n % 3 === 0) await (n % 2 ? other : one).release('arena', session);
      return first.kind === 'allocated' ? first.server.name : first.kind;
    }),
  );

  const stored = await one.fleetSessions.expired('arena', '9999-01-01T00:00:00.000Z', 1_000);
  const byName = new Map(stored.map(({ allocation }) => [allocation.session, allocation.server]));
  wanted.forEach((session, n) => {
    expect(byName.get(session)).toBe(n % 3 === 0 ? undefined : places[n]);
  });
  const promised = new Map<string, number>();
  for (const server of byName.values()) promised.set(server, (promised.get(server) ?? 0) + 1);
  for (const { server } of await one.fleetServers.list('arena')) {
    expect(server.allocated).toBe(promised.get(server.name) ?? 0);
    expect(server.allocated).toBeLessThanOrEqual(8);
  }
});
