import { describe, expect, it } from 'vitest';
import { containerActivityNames } from '../../../contract/container-activities.ts';
import { fleetActivityNames } from '../../../contract/fleet-activities.ts';
import { FleetWorld } from '../../support/fleet-world.ts';
import { crashes } from './crash-world.ts';

/** What was in flight at a crash runs again at once here, and of two starts of a run one is enough. */
const allowed = ['inFlightAtCrash', 'racingStarts'] as const;

const container = (image: string) => ({ name: 'main', image, ports: [{ port: 7_777, protocol: 'UDP' }] });
const written = {
  ...{ min: 1, max: 3, policy: { kind: 'buffer', sessions: 1 }, lookSeconds: 30 },
  stabilisation: { upSeconds: 0, downSeconds: 0 },
  spec: { containers: [container('demo/server:1')] },
};

/** A place is asked for until there is one, as players do. */
async function joins(world: FleetWorld, session: string): Promise<void> {
  await world.until(() => world.servers.some((each) => each.state === 'ready' || each.allocated === 1));
  expect(await world.join(session)).toBe(true);
}

describe('a fleet', () => {
  it.each(crashes)(
    'grows, shrinks, is replaced and goes, cutting nobody off and leaving nothing, though the engine dies %s',
    async (_, { point, from }) => {
      const world = await FleetWorld.start(written, { allow: allowed });
      world.app.host.crashAtEveryTurn(point, { every: 4, from });
      for (const session of ['a', 'b', 'c']) await joins(world, session);
      await world.until(() => world.servers.length >= 2 && world.count('creating') === 0);
      world.check();

      await world.leave('a');
      await world.leave('b');
      await world.until(() => world.servers.length === 1);
      world.check();

      const [before] = world.servers;
      await world.define({ ...written, spec: { containers: [container('demo/server:2')] } });
      await world.until(() =>
        world.servers.some(({ state, version }) => state === 'ready' && version !== before?.version),
      );
      expect(world.servers).toContainEqual(expect.objectContaining({ name: before?.name, allocated: 1 }));
      world.check();

      await world.delete();
      await world.until(() => world.servers.length === 1);
      await world.leave('c');
      await world.until(() => world.servers.length === 0);
      await world.until(() => world.hasLeft());
      await world.seconds(600);
      world.checkNothingIsLeft();
      expect(world.cutOff).toEqual([]);
      expect(world.app.host.crashCount).toBeGreaterThan(5);
    },
  );
});

/** Seconds from one loss of the hub to the next, so that each step meets one and each run comes to its end at last. */
const lives = [2, 11, 5, 17, 3, 23, 7];

/** Steps take their time, so that most losses come while one is under way: it is done, and nobody hears of it. */
function slowDown(world: FleetWorld): void {
  for (const activity of [...fleetActivityNames, ...containerActivityNames])
    world.app.host.activity(activity).delays(1);
}

it('a fleet is made again from its rows and its groups, however often the hub is deleted in the middle of it all', async () => {
  const world = await FleetWorld.start(written, { allow: allowed });
  slowDown(world);
  let losses = 0;
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      await world.seconds(lives[losses % lives.length] ?? 1);
      await world.losesHub();
      slowDown(world);
      losses += 1;
      expect(losses, 'it comes to its end').toBeLessThan(200);
      await world.startLoops();
    }
  };
  for (const session of ['a', 'b', 'c']) {
    await until(() => world.servers.some((each) => each.state === 'ready' || each.allocated === 1));
    expect(await world.join(session)).toBe(true);
  }
  await until(() => world.servers.length >= 2 && world.count('creating') === 0);
  world.check();
  await world.leave('a');
  await world.leave('b');
  await until(() => world.servers.length === 1);

  await world.define({ ...written, spec: { containers: [container('demo/server:2')] } });
  const [before] = world.servers;
  await until(() =>
    world.servers.some(({ state, version }) => state === 'ready' && version !== before?.version),
  );
  expect(world.servers).toContainEqual(expect.objectContaining({ name: before?.name, allocated: 1 }));
  world.check();

  await world.delete();
  await until(() => world.servers.length === 1);
  await world.leave('c');
  await until(() => world.servers.length === 0);
  await world.timersFire();
  world.checkNothingIsLeft();
  expect(world.cutOff).toEqual([]);
  expect(losses).toBeGreaterThan(20);
});
