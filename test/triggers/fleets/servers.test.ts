import { describe, expect, test } from 'vitest';
import type { Server } from '../../../contract/fleets.ts';
import { aWrittenFleet } from '../../support/a-fleet.ts';
import { aServer } from '../../support/a-server.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

async function aBench(...servers: Server[]): Promise<TriggerBench> {
  const bench = new TriggerBench();
  await bench.storedFleets.write('arena', aWrittenFleet(), undefined);
  for (const server of servers) bench.fleetServers.put(server);
  return bench;
}

/** Gives a server its group, whose containers say something each. */
async function give(bench: TriggerBench, name: string, says: Record<string, string>): Promise<void> {
  const containers = Object.entries(says).map(([container, SAYS]) => ({
    ...{ name: container, image: 'demo/server:1', cpu: 1, memoryGb: 1 },
    ...{ environment: { SAYS }, secrets: {} },
  }));
  const owner = { kind: 'fleet', id: 'arena', hub: 'test' } as const;
  await bench.containerOperations.put({
    kind: 'described',
    name,
    attempt: 1,
    region: 'westeurope',
    owner,
    shape: { containers },
  });
}

const path = '/api/fleets/arena/servers';
const rowOf = async (bench: TriggerBench, name = 'arena-1') =>
  (await bench.fleetServers.read('arena', name))?.server;
const woken = ({ runs }: TriggerBench) => [...runs.started, ...runs.raised].map(({ id }) => id).sort();

describe('the servers of a fleet', () => {
  test('are listed with what players need, the oldest first', async () => {
    const bench = await aBench(aServer(10, { state: 'allocated', allocated: 1 }), aServer(2));
    const creating = aServer(11, { state: 'creating' });
    delete creating.ip;
    bench.fleetServers.put(creating);
    const { status, body } = await bench.call('GET', path);
    expect(status).toBe(200);
    const ports = [{ port: 7_777, protocol: 'UDP' }];
    expect(body.servers).toMatchObject([
      { name: 'arena-2', state: 'ready', sessions: 0, address: '127.1.0.2', ports },
      { name: 'arena-10', state: 'allocated', sessions: 1, address: '127.1.0.10', ports },
      { name: 'arena-11', state: 'creating', sessions: 0, address: null, ports },
    ]);
  });

  test('show what they tell of themselves', async () => {
    const bench = await aBench(aServer());
    const at = new Date(bench.clock.now()).toISOString();
    await bench.serverBeats.write('arena', 'arena-1', { at, sessions: 7, status: { map: 'aggressor' } });
    const { body } = await bench.call('GET', `${path}/arena-1`);
    expect(body).toMatchObject({ sessions: 7, allocated: 0, heardAt: at, status: { map: 'aggressor' } });
  });

  test('that are gone are listed apart, and shown with the last that they told', async () => {
    const bench = await aBench(aServer(2));
    const lastBeat = { at: '2026-01-01T00:10:00.000Z', sessions: 3, status: 'bye' };
    await bench.fleetServers.retire(aServer(1, { state: 'gone', message: 'scaled down', lastBeat }));
    const names = async (query: string) =>
      ((await bench.call('GET', path + query)).body.servers as Server[]).map(({ name }) => name);
    expect(await names('')).toEqual(['arena-2']);
    expect(await names('?past=true')).toEqual(['arena-1']);
    const { body } = await bench.call('GET', `${path}/arena-1`);
    expect(body).toMatchObject({ state: 'gone', sessions: 0, status: 'bye', message: 'scaled down' });
  });

  test('that are gone neither drain nor come back', async () => {
    const bench = await aBench();
    await bench.fleetServers.retire(aServer(1, { state: 'gone' }));
    for (const method of ['POST', 'DELETE'] as const)
      expect(await bench.call(method, `${path}/arena-1/drain`)).toMatchObject({
        status: 409,
        body: { code: 'server-state' },
      });
    expect(woken(bench)).toEqual([]);
  });

  test('that the fleet does not have are told as such', async () => {
    const bench = await aBench(aServer());
    for (const [method, of] of [
      ['GET', ''],
      ['GET', '/logs'],
      ['POST', '/drain'],
      ['DELETE', '/drain'],
    ] as const)
      expect(await bench.call(method, `${path}/arena-9${of}`)).toMatchObject({
        status: 404,
        body: { code: 'server-unknown' },
      });
  });
});

describe('the log of a server', () => {
  test('is what Azure has while its group exists', async () => {
    const bench = await aBench(aServer());
    await give(bench, 'arena-1', { main: 'one\ntwo' });
    expect((await bench.call('GET', `${path}/arena-1/logs`)).text).toBe('one\ntwo\n');
    expect((await bench.call('GET', `${path}/arena-1/logs?tail=1`)).text).toBe('two\n');
  });

  test('of several containers has a heading for each, and one of them alone has none', async () => {
    const bench = await aBench(aServer(7));
    await give(bench, 'arena-7', { main: 'game', side: 'chat' });
    const read = async (query: string) => await bench.call('GET', `${path}/arena-7/logs${query}`);
    expect((await read('')).text).toBe('==> main (attempt 1) <==\ngame\n==> side (attempt 1) <==\nchat\n');
    expect((await read('?container=side')).text).toBe('chat\n');
    expect(await read('?container=other')).toMatchObject({
      status: 404,
      body: { code: 'container-unknown' },
    });
  });

  test('is what was archived once its group is gone', async () => {
    const bench = await aBench();
    await bench.fleetServers.retire(aServer(1, { state: 'gone' }));
    await bench.documents.appendLog({ runId: 'start-arena-1', attempt: 1 }, 'the end\n', 0);
    expect((await bench.call('GET', `${path}/arena-1/logs`)).text).toBe('the end\n');
  });
});

describe('a server that somebody drains', () => {
  test('takes no new sessions, and goes at the deadline of its fleet at the latest', async () => {
    const bench = await aBench(aServer(1, { state: 'allocated', allocated: 1 }));
    const answer = await bench.call('POST', `${path}/arena-1/drain`);
    expect(answer).toMatchObject({ status: 202, body: { state: 'draining', drain: { reason: 'request' } } });
    const deadline = new Date(bench.clock.now() + 3_600_000).toISOString();
    expect(await rowOf(bench)).toMatchObject({
      state: 'draining',
      allocated: 1,
      drain: { reason: 'request', deadline },
    });
    expect(woken(bench)).toEqual(['drain-arena-1', 'fleet-arena']);
  });

  test('has the deadline of the request, also where it drains already', async () => {
    const bench = await aBench(aServer(1, { state: 'draining', drain: { reason: 'scaleDown' } }));
    await bench.call('POST', `${path}/arena-1/drain`, { body: { deadlineMinutes: 0 } });
    const deadline = new Date(bench.clock.now()).toISOString();
    expect(await rowOf(bench)).toMatchObject({ drain: { reason: 'request', deadline } });
  });

  test('and whose group is being deleted stays as it is', async () => {
    const drain = { reason: 'scaleDown', leavingAt: '2026-01-01T00:00:00.000Z' } as const;
    const bench = await aBench(aServer(1, { state: 'draining', drain }));
    expect((await bench.call('POST', `${path}/arena-1/drain`)).status).toBe(202);
    expect(await rowOf(bench)).toMatchObject({ drain });
  });

  test('and has ended is refused', async () => {
    const bench = await aBench(aServer(1, { state: 'failed' }));
    const answer = await bench.call('POST', `${path}/arena-1/drain`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'server-state' } });
  });
});

describe('a drain that is taken back', () => {
  test.each([
    [0, 'ready'],
    [1, 'allocated'],
  ])('leaves a server with %d sessions %s', async (allocated, state) => {
    const bench = await aBench(aServer(1, { state: 'draining', allocated, drain: { reason: 'request' } }));
    const answer = await bench.call('DELETE', `${path}/arena-1/drain`);
    expect(answer).toMatchObject({ status: 200, body: { state } });
    expect((await rowOf(bench))?.drain).toBeUndefined();
    expect(woken(bench)).toEqual(['drain-arena-1', 'fleet-arena']);
  });

  test('changes nothing of a server that does not drain', async () => {
    const bench = await aBench(aServer());
    expect(await bench.call('DELETE', `${path}/arena-1/drain`)).toMatchObject({
      status: 200,
      body: { state: 'ready' },
    });
    expect(woken(bench)).toEqual([]);
  });

  test.each<[string, Partial<Server>]>([
    [
      'is being deleted',
      { state: 'draining', drain: { reason: 'request', leavingAt: '2026-01-01T00:00:00.000Z' } },
    ],
    ['has failed', { state: 'failed' }],
  ])('comes too late for a server that %s', async (_, server) => {
    const answer = await (await aBench(aServer(1, server))).call('DELETE', `${path}/arena-1/drain`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'server-state' } });
  });

  test('is refused while the whole fleet goes', async () => {
    const bench = await aBench(aServer(1, { state: 'draining', drain: { reason: 'fleetDeleted' } }));
    await bench.call('DELETE', '/api/fleets/arena');
    const answer = await bench.call('DELETE', `${path}/arena-1/drain`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'fleet-deleting' } });
  });
});
