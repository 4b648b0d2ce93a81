import { describe, expect, test } from 'vitest';
import type { ServerState } from '../../../../contract/fleets.ts';
import {
  type PlacesWanted,
  placeCallers,
  type SeatedServer,
} from '../../../../lib/decide/fleets/place-callers.ts';
import { aFleet } from '../../../support/a-fleet.ts';
import { after, anAllocation, aServer, aTicket } from '../../../support/a-server.ts';

const fleet = { ...aFleet('arena', { sessionsPerServer: 3, leaseSeconds: 60 }), version: 'v1' };

/** `told`: sessions that came without an allocation. */
function seat(
  number: number,
  allocated: number,
  more: { state?: ServerState; version?: string; told?: number } = {},
): SeatedServer {
  const { told = 0, version = 'v1', state = allocated + told > 0 ? 'allocated' : 'ready' } = more;
  const server = aServer(number, { allocated, state, version });
  return { number, version, state, sessions: allocated + told, server };
}

function placed(wanted: Partial<PlacesWanted<SeatedServer>>) {
  return placeCallers({
    fleet,
    servers: [],
    ending: [],
    tickets: [],
    asked: [],
    mostRows: 100,
    now: after(10),
    ...wanted,
  });
}

const ask = (session: string, places = 1) => ({ session, places });
const where = ({ add }: { add: Array<{ session: string; server: string }> }) =>
  add.map(({ session, server }) => `${session} on ${server}`);

describe('callers that ask', () => {
  test('get a place with a lease on the fullest server that has room, which is allocated from then on', () => {
    const result = placed({ servers: [seat(1, 0), seat(2, 0)], asked: [ask('a', 2), ask('b')] });
    expect(result.add).toEqual([
      anAllocation('a', { server: 'arena-2', places: 2, allocatedAt: after(10), expiresAt: after(70) }),
      anAllocation('b', { server: 'arena-2', places: 1, allocatedAt: after(10), expiresAt: after(70) }),
    ]);
    expect(result.servers).toMatchObject([
      {
        sessions: 3,
        state: 'allocated',
        server: { name: 'arena-2', allocated: 3, state: 'allocated', since: { allocated: after(10) } },
      },
    ]);
    expect(result.full).toEqual([]);
  });

  test('go to an older version only where the current one has no room', () => {
    const servers = [seat(1, 2, { version: 'v0' }), seat(2, 2)];
    expect(where(placed({ servers, asked: [ask('a'), ask('b')] }))).toEqual(['a on arena-2', 'b on arena-1']);
  });

  test.each(['creating', 'draining', 'unhealthy', 'failed', 'gone'] as const)(
    'get nothing on a server that is %s',
    (state) => {
      const result = placed({ servers: [seat(1, 0, { state })], asked: [ask('a')] });
      expect(result).toMatchObject({ add: [], servers: [], full: ['a'] });
    },
  );

  test('do not get places that players without an allocation have', () => {
    const servers = [seat(1, 1, { told: 1 })];
    expect(where(placed({ servers, asked: [ask('a'), ask('b')] }))).toEqual(['a on arena-1']);
  });

  test('are full together where a fleet takes nobody any more', () => {
    expect(placed({ fleet: undefined, servers: [seat(1, 0)], asked: [ask('a')] })).toMatchObject({
      full: ['a'],
      add: [],
    });
  });
});

describe('callers that wait', () => {
  test('are seated first, in their order, and nobody overtakes them who would need less', () => {
    const tickets = [aTicket('t1', { places: 2 }), aTicket('t2', { places: 2 }), aTicket('t3')];
    const result = placed({ servers: [seat(1, 0)], tickets, asked: [ask('a'), ask('t2', 2)] });
    expect(where(result)).toEqual(['t1 on arena-1']);
    expect(result).toMatchObject({ seated: ['t1'], full: ['a'] });
  });

  test('do not hold up others with a wish that no server can have any more', () => {
    const tickets = [aTicket('huge', { places: 4 }), aTicket('small')];
    const result = placed({ servers: [seat(1, 0)], tickets, asked: [ask('later')] });
    expect(where(result)).toEqual(['small on arena-1', 'later on arena-1']);
  });

  test('let others in once all of them are seated', () => {
    const result = placed({ servers: [seat(1, 0)], tickets: [aTicket('t1')], asked: [ask('t1'), ask('a')] });
    expect(where(result)).toEqual(['t1 on arena-1', 'a on arena-1']);
    expect(result.seated).toEqual(['t1']);
  });
});

describe('places that end', () => {
  test('make room for those who wait at once', () => {
    const ending = [anAllocation('old')];
    const result = placed({ servers: [seat(1, 3)], ending, tickets: [aTicket('t1')] });
    expect(result).toMatchObject({
      remove: ['old'],
      seated: ['t1'],
      servers: [{ server: { allocated: 3 } }],
    });
  });

  test('leave the server ready once nobody is on it', () => {
    const ending = [anAllocation('a', { places: 2 }), anAllocation('b')];
    const [server] = placed({ servers: [seat(1, 3)], ending }).servers;
    expect(server).toMatchObject({
      state: 'ready',
      server: { allocated: 0, state: 'ready', since: { ready: after(10) } },
    });
  });

  test('leave the server allocated while others are on it, and draining while it drains', () => {
    const ending = [anAllocation('a')];
    expect(placed({ servers: [seat(1, 1, { told: 1 })], ending }).servers).toMatchObject([
      { server: { state: 'allocated', allocated: 0 } },
    ]);
    expect(placed({ servers: [seat(1, 1, { state: 'draining' })], ending }).servers).toMatchObject([
      { server: { state: 'draining', allocated: 0 } },
    ]);
  });

  test('end without their server where that has gone', () => {
    expect(placed({ ending: [anAllocation('a')] })).toMatchObject({ remove: ['a'], servers: [] });
  });
});

test('what does not fit into one change comes the next time, in its order', () => {
  const servers = [seat(1, 2), seat(2, 1)];
  const asked = [ask('a'), ask('b'), ask('c')];
  // The first needs its row and one of its server; the next one is for another server.
  expect(placed({ servers, asked, mostRows: 3 })).toMatchObject({
    add: [{ session: 'a' }],
    later: ['b', 'c'],
  });
  const tickets = [aTicket('t')];
  expect(placed({ servers, tickets, asked, mostRows: 2 })).toMatchObject({
    add: [],
    later: ['a', 'b', 'c'],
    full: [],
  });
  const ending = [anAllocation('x'), anAllocation('y')];
  expect(placed({ servers, ending, mostRows: 2 })).toMatchObject({ remove: ['x'], later: ['y'] });
});
