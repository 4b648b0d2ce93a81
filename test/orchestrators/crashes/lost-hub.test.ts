import { describe, expect, it } from 'vitest';
import { containerGroupName, laneRunId, removalRunId } from '../../../lib/ids.ts';
import { aSite } from '../../support/builders.ts';
import { CrashWorld } from './crash-world.ts';

/** One call of an activity: the how manieth of one of the runs that a publish is made of. */
type Step = { activity: string; run: 'lane' | 'publish' | 'container' | 'removal'; call: number };

const runIds: Record<Step['run'], (site: string) => string> = {
  lane: laneRunId,
  publish: (site) => `run-${site}-a2`,
  container: (site) => `${runIds.publish(site)}-container`,
  removal: (site) =>
    removalRunId(
      containerGroupName({
        ...{ hub: 'test', ownerId: runIds.container(site), word: `publish-${site}`, attempt: 1 },
      }),
    ),
};

/** Longer than anybody waits. */
const neverSeconds = 1e8;

/** Every step of the second publish of a site. */
async function stepsOfPublish(): Promise<Step[]> {
  const world = await CrashWorld.start([aSite('site')]);
  await publishTwice(world, ['site']);
  const { calls } = world.app.host;
  const steps: Step[] = [];
  for (const run of Object.keys(runIds) as Step['run'][]) {
    const counts = new Map<string, number>();
    for (const { name, instanceId } of calls) {
      if (instanceId !== runIds[run]('site')) continue;
      const call = (counts.get(name) ?? 0) + 1;
      counts.set(name, call);
      steps.push({ activity: name, run, call });
    }
  }
  return steps;
}

async function publishTwice(world: CrashWorld, sites: readonly string[]): Promise<void> {
  for (const seed of ['a1', 'a2']) {
    for (const site of sites) await world.push(seed, { 'index.html': seed }, site);
    await world.app.host.advance(60_000);
  }
}

/** A host runs no more activities than some at the same time, and those that are held count. */
const stepsAtOnce = 12;

describe('a hub that is deleted', () => {
  it('leaves every site with its newest push live, whatever step of a publish it was deleted at', async () => {
    const steps = await stepsOfPublish();
    for (let from = 0; from < steps.length; from += stepsAtOnce) {
      const held = steps.slice(from, from + stepsAtOnce).map((step, n) => ({ ...step, site: `s${n}` }));
      const sites = held.map(({ site }) => site);
      const world = await CrashWorld.start(sites.map((site) => aSite(site)));
      const { host } = world.app;
      // Each site is held at a step of its own: what the step does is done, and nobody hears of it.
      for (const { activity, run, call, site } of held)
        host.activity(activity).delays(neverSeconds, { call, instanceId: runIds[run](site) });
      await publishTwice(world, sites);
      for (const { activity, run, call, site } of held) {
        const calls = host.calls.filter(
          ({ name, instanceId }) => name === activity && instanceId === runIds[run](site),
        );
        expect(calls, `${activity} of ${run}`).toHaveLength(call);
      }

      await world.losesHub();
      await world.timersFire();
      await world.settle();
      for (const site of sites) world.checkLive('a2', { site });
      world.checkNothingIsLeft(sites);
    }
  });
});
