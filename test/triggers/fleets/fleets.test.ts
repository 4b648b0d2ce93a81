import { describe, expect, test } from 'vitest';
import type { FleetMemory } from '../../../contract/fleets.ts';
import { aFleet, aWrittenFleet } from '../../support/a-fleet.ts';
import { aServer, aTicket } from '../../support/a-server.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

/** A bench with a fleet `arena` that came by the API, and its memory and servers. */
async function aBench({
  memory = {},
  servers = [],
}: {
  memory?: Partial<FleetMemory>;
  servers?: Parameters<typeof aServer>[];
} = {}): Promise<TriggerBench> {
  const bench = new TriggerBench();
  await bench.storedFleets.write('arena', aWrittenFleet(), undefined);
  await bench.fleetMemories.write(
    'arena',
    { nextServer: 3, decisions: [], wishes: [], ...memory },
    undefined,
  );
  for (const server of servers) bench.fleetServers.put(aServer(...server));
  return bench;
}

const inCatalog = (bench: TriggerBench, name: string): void => {
  bench.catalogText = JSON.stringify({ fleets: { [name]: aWrittenFleet() } });
};
const memoryOf = async (bench: TriggerBench, fleet = 'arena') =>
  (await bench.fleetMemories.read(fleet)).memory;
const woken = ({ runs }: TriggerBench) => [...runs.started, ...runs.raised].map(({ id }) => id);

describe('a fleet that is put', () => {
  test('is kept as it was written, shown with every default, and started', async () => {
    const bench = new TriggerBench();
    const answer = await bench.call('PUT', '/api/fleets/arena', { body: aWrittenFleet() });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('https://slipway.test/api/fleets/arena');
    expect(answer.body).toMatchObject({
      name: 'arena',
      state: 'active',
      source: 'api',
      spec: { lookSeconds: 15 },
    });
    expect(await bench.storedFleets.read('arena')).toMatchObject({ definition: aWrittenFleet() });
    expect(bench.runs.started).toEqual([{ name: 'fleet', id: 'fleet-arena', input: { fleet: 'arena' } }]);
  });

  test('again is changed, and its loop is woken', async () => {
    const bench = await aBench();
    bench.runs.add('fleet-arena', 'fleet');
    const answer = await bench.call('PUT', '/api/fleets/arena', { body: aWrittenFleet({ max: 9 }) });
    expect(answer).toMatchObject({ status: 200, body: { spec: { max: 9 } } });
    expect(bench.runs.raised).toMatchObject([{ id: 'fleet-arena', event: 'fleetWoken' }]);
  });

  test('with mistakes is refused with all of them, and nothing is kept', async () => {
    const bench = new TriggerBench();
    const answer = await bench.call('PUT', '/api/fleets/arena', { body: aWrittenFleet({ min: 9, size: 1 }) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(answer.body.issues).toEqual([
      { place: 'size', problem: 'no such property' },
      { place: 'min', problem: 'is more than "max", which is 3' },
    ]);
    expect(await bench.storedFleets.names()).toEqual([]);
    expect(woken(bench)).toEqual([]);
  });

  test('that lacks a field is told which, and of what kind it is', async () => {
    const { max, ...rest } = aWrittenFleet();
    const answer = await new TriggerBench().call('PUT', '/api/fleets/arena', { body: rest });
    expect(answer.body.issues).toEqual([{ place: 'max', problem: 'is missing; give a number' }]);
  });

  test.each(['Arena', 'a--b', 'x'.repeat(41)])('under the name "%s" is refused', async (name) => {
    const answer = await new TriggerBench().call('PUT', `/api/fleets/${name}`, { body: aWrittenFleet() });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  test('under the name of one of the catalog is refused in words', async () => {
    const bench = new TriggerBench();
    inCatalog(bench, 'arena');
    const answer = await bench.call('PUT', '/api/fleets/arena', { body: aWrittenFleet() });
    expect(answer).toMatchObject({ status: 409, body: { code: 'fleet-in-catalog' } });
    expect(await bench.storedFleets.names()).toEqual([]);
  });

  test('while the one before is being deleted is refused', async () => {
    const bench = await aBench({
      memory: { deleting: { requestedAt: '2026-01-01T00:00:00.000Z', force: false } },
    });
    const answer = await bench.call('PUT', '/api/fleets/arena', { body: aWrittenFleet() });
    expect(answer).toMatchObject({ status: 409, body: { code: 'fleet-deleting' } });
  });
});

describe('a fleet', () => {
  test('is shown with its servers by state, its places, its cost and its decisions, the newest first', async () => {
    const decision = (at: string) => ({
      ...{ at, sessions: 1, waiting: 0, servers: { ready: 1 }, wanted: 2, starting: 1, draining: 0 },
      reason: 'buffer 20% of 2 places',
    });
    const bench = await aBench({
      memory: {
        decisions: [decision('2026-01-01T00:00:00.000Z'), decision('2026-01-01T00:00:15.000Z')],
        spent: {
          month: new Date(new TriggerBench().clock.now()).toISOString().slice(0, 7),
          amount: 1.5,
          at: '',
        },
      },
      servers: [
        [1],
        [2, { state: 'allocated', allocated: 2 }],
        [3, { state: 'creating' }],
        [4, { state: 'draining', allocated: 1 }],
      ],
    });
    await bench.fleetSessions.addTicket(
      aTicket('waits', { places: 2, expiresAt: '2999-01-01T00:00:00.000Z' }),
    );
    await bench.fleetSessions.addTicket(aTicket('left', { expiresAt: '1999-01-01T00:00:00.000Z' }));
    const { status, body } = await bench.call('GET', '/api/fleets/arena');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      servers: { ready: 1, allocated: 1, creating: 1, draining: 1 },
      sessions: 3,
      places: 4,
      waiting: 2,
      budget: { spent: 1.5, currency: 'USD' },
      decisions: [{ at: '2026-01-01T00:00:15.000Z' }, { at: '2026-01-01T00:00:00.000Z' }],
      links: { run: 'https://slipway.test/api/runs/fleet-arena' },
    });
    expect((body.budget as { perHour: number }).perHour).toBeGreaterThan(0);
  });

  test('whose breaker is open says so, and what to do', async () => {
    const crashes = { version: 'v1', count: 5, message: 'exit 1', last: 5, servers: [] };
    const bench = await aBench({ memory: { brokenSince: '2026-01-01T00:00:00.000Z', crashes } });
    const { body } = await bench.call('GET', '/api/fleets/arena');
    expect(body).toMatchObject({
      state: 'broken',
      breaker: { since: '2026-01-01T00:00:00.000Z', failed: 5, message: 'exit 1' },
    });
    expect(body.message).toContain('/api/fleets/arena/resume');
  });

  test('that is resumed may start servers again', async () => {
    const crashes = { version: 'v1', count: 5, message: 'exit 1', last: 5, servers: [] };
    const bench = await aBench({ memory: { brokenSince: '2026-01-01T00:00:00.000Z', crashes } });
    const answer = await bench.call('POST', '/api/fleets/arena/resume');
    expect(answer).toMatchObject({ status: 200, body: { state: 'active' } });
    expect(await memoryOf(bench)).toEqual({
      ...{ nextServer: 3, decisions: [], wishes: [] },
      crashes: { ...crashes, count: 0 },
    });
    expect(woken(bench)).toEqual(['fleet-arena']);
  });

  test('of the catalog hides the one of the API, and says so', async () => {
    const bench = await aBench();
    inCatalog(bench, 'arena');
    const { body } = await bench.call('GET', '/api/fleets/arena');
    expect(body).toMatchObject({ source: 'catalog', shadowed: true });
  });

  test('whose stored definition is not valid any more says why', async () => {
    const bench = new TriggerBench();
    await bench.storedFleets.write('old', { size: 1 }, undefined);
    const { body } = await bench.call('GET', '/api/fleets/old');
    expect(body).toMatchObject({
      state: 'invalid',
      message: expect.stringContaining('size: no such property'),
    });
  });

  test('that nobody defines any more is shown as long as it has servers', async () => {
    const bench = new TriggerBench();
    bench.fleetServers.put(aServer(1, { allocated: 1, state: 'allocated' }));
    const { body } = await bench.call('GET', '/api/fleets/arena');
    expect(body).toMatchObject({ state: 'undefined', servers: { allocated: 1 }, sessions: 1, places: 0 });
  });

  test.each(['nobody', 'No Body'])('that there is not is told as such: %s', async (name) => {
    const bench = await aBench();
    const answer = await bench.call('GET', `/api/fleets/${encodeURIComponent(name)}`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'fleet-unknown', fleets: ['arena'] } });
  });
});

test('fleets are listed by name, wherever they are defined', async () => {
  const bench = await aBench({ servers: [[1, { state: 'allocated', allocated: 1 }]] });
  inCatalog(bench, 'zoo');
  const { body } = await bench.call('GET', '/api/fleets');
  expect(body).toMatchObject({
    fleets: [
      { name: 'arena', source: 'api', state: 'active', servers: { allocated: 1 }, sessions: 1, places: 2 },
      { name: 'zoo', source: 'catalog', sessions: 0, places: 0 },
    ],
  });
});

describe('a fleet that is deleted', () => {
  test('stays until its loop has seen the last server go', async () => {
    const bench = await aBench({ servers: [[1]] });
    const answer = await bench.call('DELETE', '/api/fleets/arena');
    expect(answer).toMatchObject({ status: 202, body: { state: 'deleting' } });
    expect((await memoryOf(bench)).deleting).toMatchObject({ force: false });
    expect(await bench.storedFleets.read('arena')).toBeDefined();
    expect(woken(bench)).toEqual(['fleet-arena']);
  });

  test('by force stays so, whoever asks once more', async () => {
    const bench = await aBench();
    await bench.call('DELETE', '/api/fleets/arena?force=true');
    const { deleting } = await memoryOf(bench);
    bench.clock.advanceBy(1_000);
    await bench.call('DELETE', '/api/fleets/arena');
    expect((await memoryOf(bench)).deleting).toEqual({ ...deleting, force: true });
  });

  test('and is of the catalog is refused in words', async () => {
    const bench = new TriggerBench();
    inCatalog(bench, 'arena');
    const answer = await bench.call('DELETE', '/api/fleets/arena');
    expect(answer).toMatchObject({ status: 409, body: { code: 'fleet-in-catalog' } });
  });

  test('and does not exist is told as such', async () => {
    const answer = await new TriggerBench().call('DELETE', '/api/fleets/arena');
    expect(answer).toMatchObject({ status: 404, body: { code: 'fleet-unknown' } });
  });

  test('while its loop writes what it remembers is marked all the same', async () => {
    const bench = await aBench();
    const { read } = bench.fleetMemories;
    let writes = 0;
    bench.fleetMemories.read = async (fleet) => {
      const stored = await read.call(bench.fleetMemories, fleet);
      // The loop is faster twice.
      if (writes++ < 3)
        await bench.fleetMemories.write(fleet, { ...stored.memory, nextServer: 10 + writes }, stored.etag);
      return stored;
    };
    await bench.call('DELETE', '/api/fleets/arena');
    expect(await memoryOf(bench)).toMatchObject({ nextServer: 13, deleting: { force: false } });
  });
});

test('the version of a fleet is that of its servers', async () => {
  const { version } = aFleet('arena');
  const bench = await aBench({
    servers: [
      [1, { version }],
      [2, { version: 'older' }],
    ],
  });
  const { body } = await bench.call('GET', '/api/fleets/arena/servers');
  expect(body.servers).toMatchObject([{ isCurrent: true }, { isCurrent: false }]);
});
