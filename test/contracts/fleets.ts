import { describe, expect, test } from 'vitest';
import type { FleetMemory, LoadProfile } from '../../contract/fleets.ts';
import type { FleetSessions } from '../../lib/ports/fleet-sessions.ts';
import type { FleetMemories, FleetServers, ServerBeats } from '../../lib/ports/fleets.ts';
import { after, anAllocation, aServer, aTicket, startOfTime } from '../support/a-server.ts';

type FleetStores = {
  servers: FleetServers;
  beats: ServerBeats;
  memories: FleetMemories;
  /** Of the same servers. */
  sessions: FleetSessions;
};

const emptyProfile: LoadProfile = {
  slotMinutes: 5,
  week: [],
  day: [],
  level: 1,
  error: { profile: 0, plain: 0 },
  longError: { profile: 0, plain: 0 },
  looks: [],
};

/** What the app relies on of any stores of fleets. */
export function fleetsContract(name: string, make: () => FleetStores): void {
  describe(`servers of ${name}`, () => {
    test('are added once, and written only over the row that was read', async () => {
      const { servers } = make();
      expect(await servers.read('arena', 'arena-1')).toBeUndefined();
      expect(await servers.add(aServer(1))).toBe('written');
      expect(await servers.add(aServer(1, { state: 'creating' }))).toBe('conflict');
      const first = await servers.read('arena', 'arena-1');
      expect(first?.server).toEqual(aServer(1));
      const draining = aServer(1, { state: 'draining' });
      expect(await servers.replace(draining, first?.etag ?? '')).toBe('written');
      expect(await servers.replace(aServer(1), first?.etag ?? '')).toBe('conflict');
      expect((await servers.read('arena', 'arena-1'))?.server).toEqual(draining);
      expect(await servers.replace(aServer(2), first?.etag ?? '')).toBe('conflict');
    });

    test('are listed of one fleet, without the places on them', async () => {
      const { servers, sessions } = make();
      expect(await servers.list('arena')).toEqual([]);
      for (const number of [1, 2]) await servers.add(aServer(number));
      await servers.add(aServer(3, { fleet: 'arena-b' }));
      await sessions.change('arena', { servers: [], add: [anAllocation('a')], remove: [], seated: [] });
      await sessions.addTicket(aTicket('b'));
      const listed = await servers.list('arena');
      expect(listed.map(({ server }) => server)).toEqual([aServer(1), aServer(2)]);
      expect(await servers.replace(aServer(2, { allocated: 1 }), listed[1]?.etag ?? '')).toBe('written');
    });

    test('go to the past with the places on them, once each and the newest first', async () => {
      const { servers, sessions } = make();
      for (const number of [1, 2, 3]) await servers.add(aServer(number));
      const add = [anAllocation('a'), anAllocation('b'), anAllocation('c', { server: 'arena-2' })];
      await sessions.change('arena', { servers: [], add, remove: [], seated: [] });
      const goneAfter = (number: number, seconds: number) =>
        aServer(number, { state: 'gone', since: { ready: startOfTime, gone: after(seconds) } });
      await servers.retire(goneAfter(1, 60));
      await servers.retire(goneAfter(3, 90));
      await servers.retire(goneAfter(1, 60));
      expect((await servers.list('arena')).map(({ server }) => server.name)).toEqual(['arena-2']);
      expect(await servers.past('arena', 5)).toEqual([goneAfter(3, 90), goneAfter(1, 60)]);
      expect(await servers.past('arena', 1)).toEqual([goneAfter(3, 90)]);
      expect(await servers.past('other', 5)).toEqual([]);
      expect(await sessions.read('arena', 'a')).toBeUndefined();
      expect((await sessions.read('arena', 'c'))?.allocation).toEqual(add[2]);
    });
  });

  describe(`what servers of ${name} told`, () => {
    test('is kept as they told it last, by server', async () => {
      const { beats } = make();
      expect(await beats.list('arena')).toEqual(new Map());
      await beats.write('arena', 'arena-1', { at: after(1), sessions: 3, status: { map: 'q3dm17' } });
      await beats.write('arena', 'arena-1', { at: after(2), sessions: 2 });
      await beats.write('arena', 'arena-2', { at: after(1) });
      await beats.write('duel', 'duel-1', { at: after(1) });
      expect(await beats.list('arena')).toEqual(
        new Map([
          ['arena-1', { at: after(2), sessions: 2 }],
          ['arena-2', { at: after(1) }],
        ]),
      );
      expect(await beats.read('arena', 'arena-1')).toEqual({ at: after(2), sessions: 2 });
      expect(await beats.read('duel', 'arena-1')).toBeUndefined();
      await beats.remove('arena', 'arena-1');
      await beats.remove('arena', 'arena-1');
      expect([...(await beats.list('arena')).keys()]).toEqual(['arena-2']);
    });

    test('is counted up and down by many at once, never below nothing', async () => {
      const { beats } = make();
      expect(await beats.add('arena', 'arena-1', -2, after(1))).toBe(0);
      const counts = await Promise.all([1, 1, 1, 2].map((n) => beats.add('arena', 'arena-1', n, after(2))));
      expect(Math.max(...counts)).toBe(5);
      expect(await beats.add('arena', 'arena-1', -1, after(3))).toBe(4);
      await beats.write('arena', 'arena-1', { at: after(4), sessions: 1, status: 'warm' });
      await beats.add('arena', 'arena-1', 1, after(5));
      const kept = { at: after(5), sessions: 2, status: 'warm' };
      expect(await beats.read('arena', 'arena-1')).toEqual(kept);
      const merged = { ...kept, at: after(6), status: 'hot' };
      expect(await beats.merge('arena', 'arena-1', { at: after(6), status: 'hot' })).toEqual(merged);
      expect(await beats.read('arena', 'arena-1')).toEqual(merged);
      expect(await beats.merge('arena', 'arena-2', { at: after(7) })).toEqual({ at: after(7) });
    });
  });

  describe(`memories of ${name}`, () => {
    const memory: FleetMemory = { nextServer: 3, decisions: [], wishes: [{ at: startOfTime, servers: 2 }] };

    test('are new at first, and written only over what was read', async () => {
      const { memories } = make();
      const fresh = { memory: { nextServer: 1, decisions: [], wishes: [] }, etag: undefined };
      expect(await memories.read('arena')).toEqual(fresh);
      expect(await memories.write('arena', memory, undefined)).toBe('written');
      expect(await memories.write('arena', { ...memory, nextServer: 9 }, undefined)).toBe('conflict');
      const first = await memories.read('arena');
      expect(first.memory).toEqual(memory);
      expect(await memories.write('arena', { ...memory, nextServer: 4 }, first.etag)).toBe('written');
      expect(await memories.write('arena', memory, first.etag)).toBe('conflict');
      expect((await memories.read('arena')).memory.nextServer).toBe(4);
    });

    test('have room for many decisions, and for a profile', async () => {
      const { memories } = make();
      const decision = {
        at: startOfTime,
        sessions: 14,
        waiting: 0,
        servers: { ready: 2 },
        wanted: 3,
        starting: 1,
        draining: 0,
        reason: 'ü'.repeat(300),
      };
      const long: FleetMemory = { ...memory, decisions: Array.from({ length: 200 }, () => decision) };
      await memories.write('arena', long, undefined);
      expect((await memories.read('arena')).memory).toEqual(long);
      expect(await memories.readProfile('arena')).toBeUndefined();
      const profile: LoadProfile = {
        ...emptyProfile,
        slotMinutes: 5,
        week: Array.from({ length: 2_016 }, (_, n) => n + 0.123_456_789),
      };
      await memories.writeProfile('arena', profile);
      await memories.writeProfile('arena', { ...profile, level: 0.5 });
      expect(await memories.readProfile('arena')).toEqual({ ...profile, level: 0.5 });
    });

    test('name their fleets until they are forgotten with all that is left of them', async () => {
      const { memories, servers, sessions } = make();
      for (const fleet of ['duel', 'arena']) await memories.write(fleet, memory, undefined);
      await memories.writeProfile('arena', emptyProfile);
      await sessions.addTicket(aTicket('a'));
      await servers.add(aServer(1));
      await servers.retire(aServer(1, { state: 'gone' }));
      expect(await memories.names()).toEqual(['arena', 'duel']);
      await memories.remove('arena');
      await memories.remove('arena');
      expect(await memories.names()).toEqual(['duel']);
      expect(await memories.readProfile('arena')).toBeUndefined();
      expect(await sessions.tickets('arena')).toEqual([]);
      expect(await servers.past('arena', 5)).toEqual([]);
    });

    test('of a fleet that was forgotten begin anew, but for the numbers of its servers', async () => {
      const { memories } = make();
      const anew = (nextServer: number) => ({
        memory: { nextServer, decisions: [], wishes: [] },
        etag: undefined,
      });
      await memories.remove('arena');
      expect(await memories.read('arena')).toEqual(anew(1));
      await memories.write('arena', memory, undefined);
      await memories.remove('arena');
      await memories.remove('arena');
      expect(await memories.read('arena')).toEqual(anew(3));
      expect(await memories.read('duel')).toEqual(anew(1));
      expect(await memories.write('arena', { ...memory, nextServer: 7 }, undefined)).toBe('written');
      await memories.remove('arena');
      expect(await memories.read('arena')).toEqual(anew(7));
      // Whoever wrote it knew less.
      await memories.write('arena', memory, undefined);
      await memories.remove('arena');
      expect(await memories.read('arena')).toEqual(anew(7));
    });
  });
}
