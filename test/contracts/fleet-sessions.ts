import { describe, expect, test } from 'vitest';
import type { FleetSessions, PlacesChange } from '../../lib/ports/fleet-sessions.ts';
import type { FleetServers, StoredServer } from '../../lib/ports/fleets.ts';
import { after, anAllocation, aServer, aTicket } from '../support/a-server.ts';

/** What the app relies on of any FleetSessions, beside the servers of the same store. */
export function fleetSessionsContract(
  name: string,
  make: () => { sessions: FleetSessions; servers: FleetServers },
): void {
  const nothing: PlacesChange = { servers: [], add: [], remove: [], seated: [] };
  const conflict = { kind: 'conflict' };

  /** Two servers, of which the first is read. */
  const start = async () => {
    const { sessions, servers } = make();
    for (const number of [1, 2]) await servers.add(aServer(number));
    const read = async (number: number) => (await servers.read('arena', `arena-${number}`)) as StoredServer;
    const withPlaces = async (number: number, allocated: number): Promise<StoredServer> => {
      const { server, etag } = await read(number);
      return { server: { ...server, allocated }, etag };
    };
    return { sessions, servers, read, withPlaces };
  };

  describe(`places of ${name}`, () => {
    test('are promised together with the count of their servers', async () => {
      const { sessions, read, withPlaces } = await start();
      const add = [
        anAllocation('a', { places: 2 }),
        anAllocation('b'),
        anAllocation('C._-', { server: 'arena-2' }),
      ];
      const changed = [await withPlaces(1, 3), await withPlaces(2, 1)];
      const written = await sessions.change('arena', { ...nothing, servers: changed, add });
      // With the rows as they are now, so that the next change needs no look.
      expect(written).toEqual({ kind: 'written', servers: [await read(1), await read(2)] });
      expect((await read(1)).server.allocated).toBe(3);
      for (const allocation of add)
        expect((await sessions.read('arena', allocation.session))?.allocation).toEqual(allocation);
      expect(await sessions.read('arena', 'c._-')).toBeUndefined();
      expect(await sessions.read('duel', 'a')).toBeUndefined();
      expect((await sessions.of('arena', 'arena-1')).map(({ allocation }) => allocation)).toEqual(
        add.slice(0, 2),
      );
    });

    test('are not promised over a server that somebody else has changed, nor twice to a session', async () => {
      const { sessions, servers, read, withPlaces } = await start();
      const stale = await withPlaces(1, 1);
      await servers.replace(aServer(1, { state: 'draining' }), stale.etag);
      const two = await withPlaces(2, 1);
      const both = { ...nothing, servers: [two, stale], add: [anAllocation('a')] };
      expect(await sessions.change('arena', both)).toEqual(conflict);
      expect(await sessions.read('arena', 'a')).toBeUndefined();
      expect((await read(2)).server.allocated).toBe(0);

      const first = { ...nothing, servers: [two], add: [anAllocation('a', { server: 'arena-2' })] };
      expect(await sessions.change('arena', first)).toMatchObject({ kind: 'written' });
      const again = {
        ...nothing,
        servers: [await withPlaces(2, 2)],
        add: [anAllocation('b'), anAllocation('a')],
      };
      expect(await sessions.change('arena', again)).toEqual(conflict);
      expect(await sessions.read('arena', 'b')).toBeUndefined();
      expect((await read(2)).server.allocated).toBe(1);
    });

    test('come to nothing on a server that is gone', async () => {
      const { sessions, servers, withPlaces } = await start();
      const one = await withPlaces(1, 1);
      await servers.retire(aServer(1, { state: 'gone' }));
      expect(
        await sessions.change('arena', { ...nothing, servers: [one], add: [anAllocation('a')] }),
      ).toEqual(conflict);
      expect(await sessions.read('arena', 'a')).toBeUndefined();
    });

    test('end together with the count of their servers, once', async () => {
      const { sessions, read, withPlaces } = await start();
      await sessions.change('arena', {
        ...nothing,
        servers: [await withPlaces(1, 1)],
        add: [anAllocation('a')],
      });
      const end = { ...nothing, servers: [await withPlaces(1, 0)], remove: ['a'] };
      expect(await sessions.change('arena', end)).toMatchObject({ kind: 'written' });
      const again = { ...nothing, servers: [await withPlaces(1, -1)], remove: ['a'] };
      expect(await sessions.change('arena', again)).toEqual(conflict);
      expect((await read(1)).server.allocated).toBe(0);
      expect(await sessions.read('arena', 'a')).toBeUndefined();
    });

    test('are renewed, and found once their lease is over', async () => {
      const { sessions } = await start();
      const add = [10, 20, 30].map((seconds) => anAllocation(`s${seconds}`, { expiresAt: after(seconds) }));
      await sessions.change('arena', { ...nothing, add });
      const expired = async (seconds: number, limit = 10) =>
        (await sessions.expired('arena', after(seconds), limit)).map(({ allocation }) => allocation.session);
      expect(await expired(20)).toEqual(['s10', 's20']);
      expect(await expired(60, 2)).toHaveLength(2);
      const [found] = await sessions.expired('arena', after(10), 10);
      const renewed = anAllocation('s10', { expiresAt: after(40) });
      expect(await sessions.renew(renewed, found?.etag ?? '')).toBe('written');
      expect(await sessions.renew(renewed, found?.etag ?? '')).toBe('conflict');
      expect(await expired(35)).toEqual(['s20', 's30']);
      expect((await sessions.of('arena', 'arena-1')).length).toBe(3);
      expect((await sessions.read('arena', 's10'))?.allocation).toEqual(renewed);
      expect(await sessions.renew(anAllocation('none'), found?.etag ?? '')).toBe('conflict');
    });

    test('are dropped without their server only as they were read', async () => {
      const { sessions } = await start();
      const allocation = anAllocation('a', { server: 'arena-9' });
      await sessions.change('arena', { ...nothing, add: [allocation] });
      const first = await sessions.read('arena', 'a');
      await sessions.renew({ ...allocation, expiresAt: after(9) }, first?.etag ?? '');
      expect(await sessions.drop(allocation, first?.etag ?? '')).toBe('conflict');
      const second = await sessions.read('arena', 'a');
      expect(await sessions.drop(allocation, second?.etag ?? '')).toBe('written');
      expect(await sessions.drop(allocation, second?.etag ?? '')).toBe('conflict');
      expect(await sessions.read('arena', 'a')).toBeUndefined();
    });

    test('may change as many at once as the port says', async () => {
      const { sessions, withPlaces } = await start();
      const add = Array.from({ length: 99 }, (_, n) => anAllocation(`s${n}`));
      const servers = [await withPlaces(1, 99)];
      expect(await sessions.change('arena', { ...nothing, servers, add })).toMatchObject({ kind: 'written' });
      expect(await sessions.of('arena', 'arena-1')).toHaveLength(99);
    });

    test('go to one of many who want the last one at the same moment', async () => {
      const { sessions, read, withPlaces } = await start();
      const servers = [await withPlaces(1, 1)];
      const results = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          sessions.change('arena', { ...nothing, servers, add: [anAllocation(`s${n}`)] }),
        ),
      );
      expect(results.filter(({ kind }) => kind === 'written')).toHaveLength(1);
      expect(await sessions.of('arena', 'arena-1')).toHaveLength(1);
      expect((await read(1)).server.allocated).toBe(1);
    });
  });

  describe(`callers that wait at ${name}`, () => {
    test('are listed, the longest waiting first', async () => {
      const { sessions } = await start();
      expect(await sessions.tickets('arena')).toEqual([]);
      const tickets = [3, 1, 2].map((n) => aTicket(`s${n}`, { requestedAt: after(n), places: n }));
      for (const ticket of tickets) expect(await sessions.addTicket(ticket)).toBe('written');
      expect(await sessions.addTicket(aTicket('s1'))).toBe('conflict');
      expect((await sessions.tickets('arena')).map(({ session }) => session)).toEqual(['s1', 's2', 's3']);
      expect(await sessions.readTicket('arena', 's3')).toEqual(tickets[0]);
      expect(await sessions.readTicket('arena', 's4')).toBeUndefined();
    });

    test('get their place unless they have left', async () => {
      const { sessions, withPlaces } = await start();
      for (const session of ['a', 'b']) await sessions.addTicket(aTicket(session));
      await sessions.removeTicket('arena', 'b');
      await sessions.removeTicket('arena', 'b');
      const servers = [await withPlaces(1, 1)];
      const seat = (session: string) =>
        sessions.change('arena', { ...nothing, servers, add: [anAllocation(session)], seated: [session] });
      expect(await seat('b')).toEqual(conflict);
      expect(await sessions.read('arena', 'b')).toBeUndefined();
      expect(await seat('a')).toMatchObject({ kind: 'written' });
      expect(await sessions.tickets('arena')).toEqual([]);
    });
  });
}
