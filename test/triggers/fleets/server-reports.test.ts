import { describe, expect, test } from 'vitest';
import type { Server } from '../../../contract/fleets.ts';
import { issueServerToken } from '../../../lib/fleets/server-tokens.ts';
import { after, aServer } from '../../support/a-server.ts';
import { type Answer, TriggerBench } from '../../support/trigger-bench.ts';

/** A server with its token: what it says of itself. */
async function aTold(server: Server): Promise<{
  bench: TriggerBench;
  tell(what: 'heartbeat' | 'sessions', body?: object, about?: string): Promise<Answer>;
}> {
  const bench = new TriggerBench();
  bench.fleetServers.put(server);
  bench.fleetServers.put(aServer(99));
  const { fleet, name, number } = server;
  const token = await issueServerToken(bench.tokens, {
    fleet,
    server: name,
    number,
    expiresAt: new Date(bench.clock.now() + 3_600_000),
  });
  const headers = { authorization: `Bearer ${token}` };
  return {
    bench,
    tell: (what, body, about = name) =>
      bench.call('POST', `/api/fleets/${fleet}/servers/${about}/${what}`, { headers, ...(body && { body }) }),
  };
}

const woken = ({ runs }: TriggerBench) => [...runs.started, ...runs.raised].map(({ id }) => id);

describe('a heartbeat', () => {
  test('is kept with what it tells, and answered with what the fleet wants of the server', async () => {
    const { bench, tell } = await aTold(aServer(1));
    const notice = { state: 'ready', drain: null };
    expect(await tell('heartbeat', { sessions: 2, status: { map: 'q3dm17' } })).toMatchObject({
      status: 200,
      body: notice,
    });
    bench.clock.advanceBy(1_000);
    await tell('heartbeat');
    const beat = await bench.serverBeats.read('arena', 'arena-1');
    expect(beat).toEqual({ at: after(1), sessions: 2, status: { map: 'q3dm17' } });
    expect(woken(bench)).toEqual([]);
  });

  test('brings the notice that the server is to go, and lets its drain know once it is empty', async () => {
    const drain = { reason: 'scaleDown', deadline: after(600) } as const;
    const { bench, tell } = await aTold(aServer(1, { state: 'draining', drain }));
    expect((await tell('heartbeat', { sessions: 1 })).body).toEqual({ state: 'draining', drain });
    expect(woken(bench)).toEqual([]);
    await tell('heartbeat', { sessions: 0 });
    expect(woken(bench)).toEqual(['drain-arena-1']);
  });

  test.each(['creating', 'unhealthy'] as const)('of a server that is %s wakes its fleet', async (state) => {
    const { bench, tell } = await aTold(aServer(1, { state }));
    await tell('heartbeat');
    expect(woken(bench)).toEqual(['fleet-arena']);
  });

  test('with more for people than they read says so', async () => {
    const { tell } = await aTold(aServer(1));
    expect(await tell('heartbeat', { status: 'x'.repeat(3_000) })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('2000 characters') },
    });
  });
});

describe('the sessions of a server', () => {
  test('are told as a count, or as those who came and went', async () => {
    const { bench, tell } = await aTold(aServer(1));
    expect((await tell('sessions', { sessions: 3 })).body).toEqual({ sessions: 3 });
    expect((await tell('sessions', { add: 2 })).body).toEqual({ sessions: 5 });
    expect((await tell('sessions', { add: -9 })).body).toEqual({ sessions: 0 });
    expect(await bench.serverBeats.read('arena', 'arena-1')).toEqual({ at: after(0), sessions: 0 });
  });

  test('that end let the drain of their server know', async () => {
    const { bench, tell } = await aTold(aServer(1, { state: 'draining' }));
    await tell('sessions', { sessions: 1 });
    await tell('sessions', { add: -1 });
    expect(woken(bench)).toEqual(['drain-arena-1']);
  });

  test.each([[{}], [{ sessions: -1 }], [{ sessions: 1, add: 1 }], [{ add: 0.5 }]])(
    'that are none are refused: %j',
    async (body) => {
      const { tell } = await aTold(aServer(1));
      expect((await tell('sessions', body)).status).toBe(400);
    },
  );
});

describe('whoever tells of a server', () => {
  test('is this server, and no other', async () => {
    const { bench, tell } = await aTold(aServer(1));
    expect(await tell('heartbeat', {}, 'arena-99')).toMatchObject({
      status: 401,
      body: { code: 'token-invalid' },
    });
    const run = await bench.tokens.issue({
      runId: 'fleet-arena',
      attempt: 1,
      server: 'arena-1',
      expiresAt: new Date(bench.clock.now() + 9_000),
    });
    const headers = { authorization: `Bearer ${run}` };
    const path = '/api/fleets/arena/servers/arena-1/sessions';
    expect((await bench.call('POST', path, { headers, body: { sessions: 1 } })).status).toBe(401);
    expect(await bench.serverBeats.list('arena')).toEqual(new Map());
  });

  test('may show its token in a header of its own, where another checks bearer tokens', async () => {
    const { bench } = await aTold(aServer(1));
    const expiresAt = new Date(bench.clock.now() + 9_000);
    const tokenOf = (server: string) =>
      issueServerToken(bench.tokens, { fleet: 'arena', server, number: 1, expiresAt });
    const tell = async (token: string) =>
      bench.call('POST', '/api/fleets/arena/servers/arena-1/heartbeat', {
        headers: { 'x-slipway-token': token },
      });
    expect((await tell(await tokenOf('arena-1'))).status).toBe(200);
    expect((await tell(await tokenOf('arena-2'))).status).toBe(401);
  });

  test('may have a function key instead', async () => {
    const { bench } = await aTold(aServer(1));
    const path = '/api/fleets/arena/servers/arena-1/sessions';
    const body = { sessions: 1 };
    const status = async (query: string, headers: Record<string, string> = {}) =>
      (await bench.call('POST', `${path}${query}`, { headers, body })).status;
    bench.keys = ['the-key'];
    expect(await status('')).toBe(401);
    expect(await status('?code=wrong')).toBe(401);
    expect(await status('?code=the-key')).toBe(200);
    expect(await status('', { 'x-functions-key': 'the-key' })).toBe(200);
  });

  test('is told of a server that is gone', async () => {
    const { tell } = await aTold(aServer(1, { state: 'gone' }));
    expect(await tell('sessions', { sessions: 1 })).toMatchObject({
      status: 404,
      body: { code: 'server-unknown' },
    });
  });
});
