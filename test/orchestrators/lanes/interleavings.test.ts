/**
 * What happens to a site in generated order: pushes, lost ones, redeliveries, replays, a person's publishes, cancels, failing
 * builds, suspended and terminated runs. Several sites live in one app, each with an order of its own, so that they are fast.
 */
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import type { BuildReport } from '../../../contract/build.ts';
import type { Want } from '../../../contract/lanes.ts';
import { wanted, withdrawn } from '../../../lib/decide/lanes/lane-row.ts';
import { waitingRow } from '../../../lib/decide/runs/run-row.ts';
import { childRunId, laneRunId } from '../../../lib/ids.ts';
import { updateLane } from '../../../lib/lanes/update-lane.ts';
import { aBuild, aCommit, aFinalReport, aManifest, aSite, aWant } from '../../support/builders.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const sitesOfAnApp = 6;

/**
 * Of all interleavings one half goes on in the ways of Azure, the other in those of the bench. Ever other ones are had by more:
 * INTERLEAVINGS=3000 npx vitest run test/orchestrators/lanes/interleavings.test.ts
 */
const apps = Math.ceil(Number(process.env.INTERLEAVINGS ?? 180) / sitesOfAnApp);
const seeds = Array.from({ length: apps }, (_, seed) => seed).filter(
  (seed) => (seed % 2 === 1) === (inject('imitatesAzure') ?? false),
);

/** Suspended runs are given up, lost pushes found, and what they lead to is published. */
const settledSeconds = 75 * 60;

const event = fc.record({
  at: fc.integer({ min: 0, max: 90 }),
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('push' as const) },
    { weight: 2, arbitrary: fc.constant('badPush' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'lostPush',
        'redeliver',
        'replay',
        'person',
        'cancel',
        'suspend',
        'terminate' as const,
      ),
    },
  ),
  nth: fc.nat(5),
});
type Event = { at: number; what: string; nth: number };

/** One site, as the outside world treats it. */
class World {
  readonly app: TestApp;
  readonly site: string;
  readonly pushed: string[] = [];
  readonly runs: Array<{ id: string; want: Partial<Want> }> = [];
  /** Somebody decided against the head. */
  isTouched = false;

  constructor(app: TestApp, site: string) {
    this.app = app;
    this.site = site;
  }

  get head(): string | undefined {
    return this.app.commits.heads.get(this.site);
  }

  commit(isBad: boolean): string {
    const seed = `${isBad ? 'bad' : 'aaa'}${this.site.slice(1)}d${this.pushed.length}`;
    const { sha } = aCommit(seed);
    this.app.commits.commits.push(aCommit(seed));
    this.app.releases.addManifest(
      aManifest(`release-${sha}`, { 'index.html': seed }, { site: this.site, commit: sha }),
    );
    this.app.commits.heads.set(this.site, sha);
    this.pushed.push(sha);
    return sha;
  }

  async want(id: string, overrides: Partial<Want>): Promise<void> {
    const { app, site } = this;
    const requestedAt = new Date(app.clock.now()).toISOString();
    const asked = aWant(id, { requestedAt, ...overrides });
    if (!app.runIndex.rows.has(id)) {
      await updateLane({ ...app, clock: fakeClock(app.clock) }, site, (row) => wanted(row, asked));
      await app.runIndex.add(waitingRow(site, asked));
    }
    const status = app.engine.client.status(laneRunId(site))?.runtimeStatus;
    if (status === undefined) await app.begin('siteLane', { site }, laneRunId(site));
    else await app.raise(laneRunId(site), 'laneWoken', {});
  }

  async happens({ what, nth }: Event): Promise<void> {
    const { app, site } = this;
    const building = (await app.lanes.read(site)).row.building?.want.runId;
    const isRunning = building && app.engine.client.status(building)?.runtimeStatus === 'Running';
    const fresh = (want: Partial<Want>) => {
      const run = { id: `${site}-run-${this.runs.length}`, want };
      this.runs.push(run);
      return this.want(run.id, want);
    };
    switch (what) {
      case 'push':
      case 'badPush':
        return fresh({ pushed: this.commit(what === 'badPush') });
      case 'lostPush':
        this.commit(false);
        return;
      case 'redeliver': {
        const run = this.runs[nth];
        return run && this.want(run.id, run.want);
      }
      case 'replay': {
        const pushed = this.pushed[nth];
        return pushed ? fresh({ pushed }) : undefined;
      }
      case 'person': {
        const sha = this.pushed[nth];
        if (sha === undefined) return;
        this.isTouched = true;
        return fresh({ cause: 'manual', ref: { kind: 'sha', sha } });
      }
      case 'cancel': {
        const id = this.runs[nth]?.id;
        if (id === undefined) return;
        this.isTouched = true;
        await app.documents.markCancelled(id, 'no');
        await app.documents.markCancelled(childRunId(id, 'container'), 'no');
        await updateLane({ ...app, clock: fakeClock(app.clock) }, site, (row) => withdrawn(row, id, 'no'));
        if (id === building)
          await app.raise(childRunId(id, 'container'), 'cancelRequested', { reason: 'no' });
        return;
      }
      case 'suspend':
        if (isRunning) await app.engine.client.suspend(building, 'wait');
        return;
      case 'terminate':
        if (!isRunning) return;
        this.isTouched = true;
        await app.engine.client.terminate(building, 'enough');
        await app.raise(childRunId(building, 'container'), 'cancelRequested', { reason: 'enough' });
    }
  }
}

async function live(orders: Event[][]): Promise<{ app: TestApp; worlds: World[] }> {
  const sites = orders.map((_, n) => `s${n}`);
  const app = await startTestApp(
    sites.map((name, n) => aSite(name, { onPush: n % 2 === 0 ? 'finish' : 'cancel' })),
  );
  app.containers.story = (container) => {
    const sha = container.environment.SLIPWAY_COMMIT ?? '';
    const report: BuildReport = sha.startsWith('bad')
      ? { kind: 'failed', code: 'site-refused', message: 'Hugo says no', exitCode: 65 }
      : aBuild(`release-${sha}`);
    container.after(5, () => void app.raise(container.runId, 'containerEnded', aFinalReport(report)));
    return undefined;
  };
  const worlds = sites.map((site) => new World(app, site));
  const timeline = orders
    .flatMap((events, n) => events.map((each) => ({ ...each, world: worlds[n] })))
    .sort((one, other) => one.at - other.at);
  for (const { world, ...each } of timeline) {
    await app.host.advance(Math.max(0, each.at - app.elapsedSeconds) * 1_000);
    await world?.happens(each);
  }
  await app.host.advance(settledSeconds * 1_000);
  return { app, worlds };
}

function check({ app, worlds }: { app: TestApp; worlds: World[] }, orders: Event[][]): void {
  const built = app.containers.created.map(({ owner }) => owner.id);
  expect(new Set(built).size, 'nothing is built twice for one want').toBe(built.length);
  expect([...app.containers.groups.keys()], 'no group is left').toEqual([]);
  const open = [...app.runIndex.rows.values()].filter(
    ({ status }) => status === 'pending' || status === 'running',
  );
  expect(open, 'no run is pending for ever').toEqual([]);
  for (const [n, world] of worlds.entries()) {
    const row = app.lanes.rows.get(world.site)?.row;
    const story = JSON.stringify({ order: orders[n], row });
    expect(row?.want ?? row?.building ?? row?.fallback ?? row?.dropped[0], story).toBeUndefined();
    if (!row || world.isTouched || world.head?.startsWith('bad')) continue;
    expect(row.published?.sha, `the head is live: ${story}`).toBe(world.head);
  }
}

describe('any order of what happens to a site', () => {
  it.each(seeds)(
    'ends with the head of its branch live, nothing built twice and nothing left over: sites of seed %i',
    async (seed) => {
      const orders = fc.sample(fc.array(event, { minLength: 1, maxLength: 6 }), {
        numRuns: sitesOfAnApp,
        seed,
      });
      check(await live(orders), orders);
    },
    120_000,
  );
});
