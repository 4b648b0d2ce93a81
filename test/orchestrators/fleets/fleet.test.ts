import { describe, expect, it } from 'vitest';
import type { GroupShape } from '../../../contract/container-specs.ts';
import { verifyServerToken } from '../../../lib/fleets/server-tokens.ts';
import { wakeDrain } from '../../../lib/fleets/wake-drain.ts';
import { drainRunId, fleetRunId, startRunId } from '../../../lib/ids.ts';
import { FleetWorld, startSeconds } from '../../support/fleet-world.ts';

/** A policy that keeps one place free. */
const onePlaceFree = {
  policy: { kind: 'buffer', sessions: 1 },
  stabilisation: { upSeconds: 0, downSeconds: 20 },
};

describe('a fleet', () => {
  it('makes the fewest servers that it may have, each with its address and its access to the app', async () => {
    const world = await FleetWorld.start({ min: 2 });
    await world.until(() => world.count('ready') === 2);
    expect(world.servers.map(({ ip, number }) => [typeof ip, number])).toEqual([
      ['string', 1],
      ['string', 2],
    ]);
    expect(world.app.elapsedSeconds).toBeLessThan(startSeconds + 20);
    const [created] = world.app.containers.created;
    expect(created).toMatchObject({ owner: { kind: 'fleet', id: 'arena', hub: 'test' }, attempt: 1 });
    const url = `https://slipway.test/api/fleets/arena/servers/${created?.name}`;
    expect(created?.shape.containers[0]).toMatchObject({
      environment: { SLIPWAY_FLEET: 'arena', SLIPWAY_SERVER: created?.name, SLIPWAY_SERVER_URL: url },
      secrets: { SLIPWAY_SERVER_TOKEN: expect.any(String) },
    });
    world.check();
  });

  it('grows as players come, and shrinks to its fewest when they have gone, cutting nobody off', async () => {
    const world = await FleetWorld.start(onePlaceFree);
    await world.until(() => world.count('ready') === 1);
    for (const session of ['a', 'b', 'c', 'd']) {
      await world.until(() => world.servers.some((each) => each.state !== 'creating' && each.allocated < 2));
      expect(await world.join(session)).toBe(true);
    }
    await world.until(() => world.servers.length === 3 && world.count('creating') === 0);
    expect(await world.join('e')).toBe(true);
    await world.seconds(40);
    expect(world.servers.map(({ allocated }) => allocated)).toEqual([2, 2, 1]);

    for (const session of ['a', 'b', 'c', 'd']) await world.leave(session);
    await world.until(() => world.servers.length === 1);
    expect(world.servers).toMatchObject([{ state: 'allocated', allocated: 1 }]);
    expect(world.app.fleetServers.gone).toHaveLength(2);
    world.check();
  });

  it('takes back a server that drains when players come again', async () => {
    const world = await FleetWorld.start();
    const { app } = world;
    await world.until(() => world.count('ready') === 1);
    const [server] = world.servers;
    const name = server?.name ?? '';
    // Somebody came on it without a place, so that the drain waits.
    await app.serverBeats.write('arena', name, { at: new Date(app.clock.now()).toISOString(), sessions: 1 });
    if (server) app.fleetServers.put({ ...server, state: 'draining', drain: { reason: 'scaleDown' } });
    await wakeDrain(world.runs, 'arena', name);
    await world.seconds(2);
    expect(app.status(drainRunId(name)).customStatus).toMatchObject({ step: 'waiting', sessions: 1 });
    await world.wake();
    expect(await app.outcomeOf(drainRunId(name))).toEqual({ kind: 'reclaimed' });
    expect(world.servers).toMatchObject([{ name, state: 'allocated' }]);
    expect(world.servers[0]?.drain).toBeUndefined();
    world.check();
  });

  it('replaces servers when what they are made of changes, and those with players once they are empty', async () => {
    const world = await FleetWorld.start({ min: 2 });
    await world.until(() => world.count('ready') === 2);
    await world.join('a');
    const before = world.servers.map(({ version }) => version);
    const container = { name: 'main', image: 'demo/server:2', ports: [{ port: 7_777, protocol: 'UDP' }] };
    await world.define({ min: 2, spec: { containers: [container] } });
    await world.seconds(100);
    const old = world.servers.filter(({ version }) => version === before[0]);
    expect(old).toMatchObject([{ state: 'allocated', allocated: 1 }]);
    await world.leave('a');
    await world.until(() => world.servers.every(({ version }) => version !== before[0]));
    await world.until(() => world.count('ready') === 2);
    world.check();
  });

  it('lets a server that fails go with the reason, makes another one, and stops after so many', async () => {
    const world = await FleetWorld.start({ crashLimit: 3, spec: aSpecThatEnds() });
    world.story = (container) =>
      void container.after(5, () => {
        container.prints('no map\n');
        container.exits(3);
      });
    await world.until(() => world.app.fleetServers.gone.length >= 3);
    await world.seconds(100);
    expect(world.app.containers.created.length).toBeLessThanOrEqual(4);
    expect(world.app.fleetServers.gone[0]).toMatchObject({ state: 'gone', failure: 'failed' });
    const log = await world.app.documents.readLog(startRunId(world.app.fleetServers.gone[0]?.name ?? ''));
    expect(log).toContain('no map');
    expect([...world.app.containers.groups.keys()]).toEqual([]);
  });

  it('goes on and on, in lives of a bounded history, and never without a status', async () => {
    const world = await FleetWorld.start();
    await world.seconds(20 * 60);
    expect(world.app.status(fleetRunId('arena'))).toMatchObject({
      runtimeStatus: 'Running',
      customStatus: { kind: 'fleet', fleet: 'arena', decision: { wanted: 1 } },
    });
    expect(world.app.host.history(fleetRunId('arena')).length).toBeLessThan(600);
    world.check();
  });

  it('goes with all that it has when it is deleted, its players first', async () => {
    const world = await FleetWorld.start({ min: 2, drain: { deadlineMinutes: 30 } });
    await world.until(() => world.count('ready') === 2);
    await world.join('a');
    await world.delete();
    await world.until(() => world.servers.length === 1);
    expect(world.servers).toMatchObject([{ state: 'draining', drain: { reason: 'fleetDeleted' } }]);
    await world.seconds(100);
    expect(world.servers).toHaveLength(1);
    await world.leave('a');
    await world.seconds(60);
    world.checkNothingIsLeft();
    expect(world.cutOff).toEqual([]);
  });

  it('gives no name a second time when it is deleted and made again, so that no server is heard as another one', async () => {
    const world = await FleetWorld.start({ min: 2 });
    await world.until(() => world.count('ready') === 2);
    const tokens = world.app.containers.created.map(tokenOf);
    await world.delete();
    await world.until(() => world.hasLeft());
    await world.define({ min: 2 });
    await world.until(() => world.count('ready') === 2);
    expect(world.servers.map(({ number }) => number)).toEqual([3, 4]);
    world.check();

    const [server] = world.servers;
    const made = { fleet: 'arena', server: server?.name ?? '' };
    const own = tokenOf(world.app.containers.created.find(({ name }) => name === made.server));
    await verifyServerToken(world.app.tokens, own, made);
    for (const old of tokens) {
      const refused = { code: 'token-invalid' };
      await expect(verifyServerToken(world.app.tokens, old, made)).rejects.toMatchObject(refused);
    }
  });

  it('waits no longer than the deadline of a drain', async () => {
    const world = await FleetWorld.start({ drain: { deadlineMinutes: 2 } });
    await world.until(() => world.count('ready') === 1);
    await world.join('a');
    const [server] = world.servers;
    const since = world.app.elapsedSeconds;
    await world.delete();
    await world.app.outcomeOf(drainRunId(server?.name ?? ''));
    expect(world.app.elapsedSeconds - since).toBeGreaterThan(118);
    expect(world.app.elapsedSeconds - since).toBeLessThan(140);
    await world.seconds(30);
    world.checkNothingIsLeft();
  });

  const stopHooks = [
    { kind: 'http', port: 7_777, path: '/save' },
    { kind: 'exec', container: 'main', command: '/save' },
    { kind: 'rcon', port: 7_777, password: 'rcon', command: 'save-all' },
  ];

  it.each(stopHooks)(
    'has a server do its last work before it goes, by $kind, and tells its players before',
    async (stopHook) => {
      const drain = { notice: { port: 7_777, path: '/notice' }, stopHook };
      const world = await FleetWorld.start({ drain });
      const { app } = world;
      app.secrets.rcon = 'open sesame';
      await world.until(() => world.count('ready') === 1);
      await world.join('a');
      const [server] = world.servers;
      app.serverCalls.answer = () => {
        expect(app.containers.groups.size, 'its group is there').toBe(1);
        return { kind: 'failed', message: 'It is as it likes, and goes all the same.' };
      };
      await world.delete();
      await world.until(() => app.serverCalls.calls.length === 1);
      expect(app.serverCalls.calls).toMatchObject([
        { kind: 'post', url: `http://${server?.ip}:7777/notice`, body: { reason: 'fleetDeleted' } },
      ]);
      await world.leave('a');
      await world.until(() => world.hasLeft());
      const { kind, ...where } = stopHook;
      const called = {
        http: { kind: 'post', url: `http://${server?.ip}:7777/save` },
        exec: { ...where, kind, group: server?.name },
        rcon: { ...where, kind, host: server?.ip, password: 'open sesame' },
      }[kind];
      expect(app.serverCalls.calls.slice(1)).toMatchObject([called ?? {}]);
      world.checkNothingIsLeft();
    },
  );

  it('asks its servers as games: they are ready when they answer, ill when they do not, and keep their players', async () => {
    const sessions = { kind: 'query', game: 'openarena', port: 7_777 };
    const health = { kind: 'query', firstSeconds: 60, everySeconds: 10, missed: 2 };
    const world = await FleetWorld.start({ sessions, health, drain: { deadlineMinutes: 1 } });
    const { app } = world;
    await world.until(() => world.servers.some(({ runningAt }) => runningAt !== undefined));
    expect(world.count('creating')).toBe(1);
    const [server] = world.servers;
    const asked = { game: 'openarena', host: server?.ip ?? '', port: 7_777 };
    app.gameQueries.set(asked, 1);
    await world.until(() => world.count('allocated') === 1);
    expect(await world.join('a')).toBe(true);
    app.gameQueries.set(asked, undefined);
    await world.until(() => world.count('unhealthy') === 1);
    app.gameQueries.set(asked, 1);
    await world.until(() =>
      world.servers.some(({ name, state }) => name === server?.name && state === 'allocated'),
    );
    world.check();
  });

  it('takes up a group that has lost its row', async () => {
    const world = await FleetWorld.start();
    await world.until(() => world.count('ready') === 1);
    const [server] = world.servers;
    world.app.fleetServers.rows.clear();
    await world.until(() => world.servers.some(({ name }) => name === server?.name));
    await world.seconds(60);
    world.check();
  });

  it('misses a group that somebody deleted, and makes another server', async () => {
    const world = await FleetWorld.start();
    await world.until(() => world.count('ready') === 1);
    const [server] = world.servers;
    world.app.containers.groups.clear();
    await world.until(() => world.app.fleetServers.gone.length === 1);
    expect(world.app.fleetServers.gone).toMatchObject([{ name: server?.name, failure: 'vanished' }]);
    await world.until(() => world.count('ready') === 1);
    world.check();
  });

  it('leaves its servers alone while its definition is not valid', async () => {
    const world = await FleetWorld.start();
    await world.until(() => world.count('ready') === 1);
    world.app.fleetDefinitions.problems.set(
      'arena',
      'The stored definition of fleet "arena" is not valid any more.',
    );
    await world.seconds(100);
    expect(world.count('ready')).toBe(1);
    expect(world.app.status(fleetRunId('arena')).customStatus).toMatchObject({
      decision: { reason: expect.stringContaining('not valid') },
    });
  });
});

function tokenOf(created: { shape: GroupShape<string> } | undefined): string {
  return created?.shape.containers[0]?.secrets.SLIPWAY_SERVER_TOKEN ?? '';
}

function aSpecThatEnds() {
  const ports = [{ port: 7_777, protocol: 'UDP' }];
  return { restartPolicy: 'Never', containers: [{ name: 'main', image: 'demo/broken:1' }], ports };
}
