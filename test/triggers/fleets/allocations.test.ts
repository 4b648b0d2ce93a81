import { describe, expect, test } from 'vitest';
import type { Server } from '../../../contract/fleets.ts';
import { aWrittenFleet } from '../../support/a-fleet.ts';
import { after, aServer } from '../../support/a-server.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const path = '/api/fleets/arena/allocations';

async function aBench(...servers: Server[]): Promise<TriggerBench> {
  const bench = new TriggerBench();
  await bench.storedFleets.write('arena', aWrittenFleet({ leaseSeconds: 60, ticketSeconds: 30 }), undefined);
  for (const server of servers) bench.fleetServers.put(server);
  return bench;
}

const ask = (bench: TriggerBench, body: object) => bench.call('POST', path, { body });
const woken = ({ runs }: TriggerBench) => [...runs.started, ...runs.raised].map(({ id }) => id).sort();

describe('an allocation', () => {
  test('answers the server, where it is, and until when the place is held', async () => {
    const bench = await aBench(aServer(1));
    const ports = [{ port: 7_777, protocol: 'UDP' }];
    const place = { server: 'arena-1', address: '127.1.0.1', ports, expiresAt: after(60) };
    expect(await ask(bench, { session: 'match-1' })).toMatchObject({ status: 201, body: place });
    bench.clock.advanceBy(5_000);
    const renewed = { status: 201, body: { ...place, expiresAt: after(65) } };
    expect(await ask(bench, { session: 'match-1' })).toMatchObject(renewed);
    expect(await bench.call('GET', `${path}/match-1`)).toMatchObject(renewed);
    expect(woken(bench)).toEqual([]);
    const { body } = await bench.call('GET', '/api/fleets/arena');
    expect(body).toMatchObject({ allocationTimes: { count: 2, p99Ms: 0 } });
  });

  test('is refused with a time to try again where all is full, and the fleet is woken', async () => {
    const bench = await aBench(aServer(1));
    await ask(bench, { session: 'a', players: 2 });
    const { status, headers, body } = await ask(bench, { session: 'b' });
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(body).toMatchObject({ code: 'fleet-full', detail: expect.stringContaining('"wait": true') });
    expect(woken(bench)).toEqual(['fleet-arena']);
  });

  test('that waits gets a turn, which becomes its place once a server is there', async () => {
    const bench = await aBench();
    const { status, headers, body } = await ask(bench, { session: 'a', wait: true });
    expect(status).toBe(202);
    const location = headers.get('location') ?? '';
    expect(location).toBe('https://slipway.test/api/fleets/arena/allocations/a');
    expect(body).toEqual({ session: 'a', requestedAt: after(0), expiresAt: after(30) });
    expect(woken(bench)).toEqual(['fleet-arena']);
    // Who asks again does not wake anybody again.
    expect((await ask(bench, { session: 'a', wait: true })).status).toBe(202);
    expect(woken(bench)).toEqual(['fleet-arena']);
    expect((await bench.call('GET', location)).status).toBe(202);
    bench.fleetServers.put(aServer(4));
    bench.clock.advanceBy(2_000);
    expect(await bench.call('GET', location)).toMatchObject({ status: 201, body: { server: 'arena-4' } });
  });

  test('is given back once, and again without harm', async () => {
    const bench = await aBench(aServer(1));
    await ask(bench, { session: 'a', players: 2 });
    expect((await bench.call('DELETE', `${path}/a`)).status).toBe(204);
    expect((await bench.call('DELETE', `${path}/a`)).status).toBe(204);
    expect(await bench.call('GET', `${path}/a`)).toMatchObject({
      status: 404,
      body: { code: 'allocation-unknown' },
    });
    expect((await ask(bench, { session: 'b', players: 2 })).status).toBe(201);
    expect(woken(bench)).toEqual([]);
  });

  test('that ends on a server that drains lets its drain know', async () => {
    const bench = await aBench(aServer(1));
    await ask(bench, { session: 'a' });
    const stored = await bench.fleetServers.read('arena', 'arena-1');
    if (stored) bench.fleetServers.put({ ...stored.server, state: 'draining' });
    expect((await ask(bench, { session: 'b' })).status).toBe(429);
    await bench.call('DELETE', `${path}/a`);
    expect(woken(bench)).toContain('drain-arena-1');
  });

  test.each([
    [{}, 'session'],
    [{ session: '' }, 'session'],
    [{ session: 'a/b' }, 'session'],
    [{ session: '..' }, 'session'],
    [{ session: 'a'.repeat(129) }, 'session'],
    [{ session: 'a', players: 0 }, 'players'],
    [{ session: 'a', players: 3 }, '2 place(s)'],
    [{ session: 'a', wait: 'yes' }, 'wait'],
    [{ session: 'a', player: 1 }, 'player'],
  ])('of a request that is not valid says what is wrong: %j', async (body, said) => {
    const { status, body: problem } = await ask(await aBench(aServer(1)), body);
    expect(status).toBe(400);
    expect(problem.detail).toContain(said);
  });

  test('is for fleets that there are', async () => {
    const bench = await aBench();
    for (const fleet of ['duel', 'No%20Name']) {
      const { status, body } = await bench.call('POST', `/api/fleets/${fleet}/allocations`, {
        body: { session: 'a' },
      });
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'fleet-unknown' });
    }
    const { memory } = await bench.fleetMemories.read('arena');
    await bench.fleetMemories.write(
      'arena',
      { ...memory, deleting: { requestedAt: after(0), force: false } },
      undefined,
    );
    expect(await ask(bench, { session: 'a' })).toMatchObject({
      status: 409,
      body: { code: 'fleet-deleting' },
    });
  });
});
