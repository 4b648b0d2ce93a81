import { HttpRequest } from '@azure/functions';
import { expect, inject } from 'vitest';
import type { BuildReport } from '../../../contract/build.ts';
import type { Want } from '../../../contract/lanes.ts';
import type { TargetState } from '../../../contract/releases.ts';
import type { Site } from '../../../contract/sites.ts';
import { sweepRunId } from '../../../lib/ids.ts';
import { wantPublish } from '../../../lib/lanes/want-publish.ts';
import type { Runs } from '../../../lib/ports/runs.ts';
import type { CrashPoint } from '../../../local/testing/index.ts';
import type { TriggerDependencies } from '../../../triggers/dependencies.ts';
import { lanesTimer } from '../../../triggers/lanes/lanes-timer.ts';
import { runCancel } from '../../../triggers/runs/run-cancel.ts';
import { aBuild, aCommit, aFinalReport, aSite, aWant } from '../../support/builders.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';
import { runsOfBench } from '../../support/runs-of-bench.ts';
import { SiteStore } from '../../support/site-store.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

/** A turn is lost; it is committed and nobody has heard of it; what it began is lost. */
const points: readonly CrashPoint[] = ['afterHistoryAppend', 'beforeAcknowledging', 'betweenCommits'];

/** Of each instance every fourth turn dies, so that what runs again comes to its end in between. */
const every = 4;

/** Where the engine dies, and of each instance the first turn at which it does. */
type Crashes = { point: CrashPoint; from: number };

/**
 * Together they are each turn of each instance at each point; each with its name. In the ways of Azure only the point at which
 * they make a difference: what was begun runs again, and minutes later.
 */
export const crashes: ReadonlyArray<[string, Crashes]> = points
  .filter((point) => point === 'betweenCommits' || !inject('imitatesAzure'))
  .flatMap((point) =>
    Array.from({ length: every }, (_, from): [string, Crashes] => [
      `${point} of turns ${from}, ${from + every}, ${from + 2 * every} and so on`,
      { point, from },
    ]),
  );

/** An activity that was in flight runs again at once here, and of two starts of a run one is enough. */
const allowed = ['inFlightAtCrash', 'racingStarts'] as const;

export type Files = Record<string, string>;

/** How long a build takes. */
const buildSeconds = 5;

/** On Azure what was in flight at a crash runs again only after five minutes, and a crash may come in each step of a removal. */
const settledSeconds = 1_800;
const timerSeconds = 300;

/** An app with its sites, whose builds take some seconds, and which is to end well wherever its engine dies. */
export class CrashWorld {
  readonly app: TestApp;
  /** What the repository of each commit holds, by sha. */
  readonly #commits = new Map<string, Files>();

  private constructor(app: TestApp) {
    this.app = app;
  }

  static async start(sites: readonly Site[] = [aSite()]): Promise<CrashWorld> {
    const world = new CrashWorld(await startTestApp(sites, { allow: allowed }));
    world.#build();
    return world;
  }

  get runs(): Runs {
    return runsOfBench(this.app) as Runs;
  }

  /** From now on the engine dies again and again. */
  crashesAt({ point, from }: Crashes): void {
    this.app.host.crashAtEveryTurn(point, { every, from });
  }

  /** All runs and their histories are gone, as when somebody deletes the task hub; storage and containers stay. */
  async losesHub(): Promise<void> {
    await this.app.host.abandon();
    await this.app.start({ allow: allowed });
  }

  /** What the app does by itself every few minutes, some times over. */
  async timersFire(): Promise<void> {
    const { app, runs } = this;
    for (let round = 0; round < 3; round++) {
      await lanesTimer(app as unknown as TriggerDependencies, runs);
      await runs.start('sweepOrphans', { id: sweepRunId, input: { hub: 'test' } });
      await app.host.advance(timerSeconds * 1_000);
    }
  }

  /** Somebody pushes a commit of these files; its run. */
  async push(seed: string, files: Files, site = 'blog', overrides: Partial<Want> = {}): Promise<string> {
    const { app } = this;
    const { sha } = aCommit(seed);
    app.commits.commits.push(aCommit(seed));
    app.commits.heads.set(site, sha);
    this.#commits.set(sha, files);
    const requestedAt = new Date(app.clock.now()).toISOString();
    const want = aWant(`run-${site}-${seed}`, { pushed: sha, requestedAt, ...overrides });
    await wantPublish({ ...app, clock: fakeClock(app.clock) }, this.runs, site, want);
    return want.runId;
  }

  /** Somebody cancels a run, until the app answers. */
  async cancel(runId: string): Promise<void> {
    const { app } = this;
    const deps = { ...app, clock: fakeClock(app.clock), settings: { publicUrl: 'https://slipway.test' } };
    const trigger = runCancel(deps as unknown as TriggerDependencies);
    const url = `https://slipway.test/api/runs/${runId}/cancel`;
    await trigger.handle(new HttpRequest({ method: 'POST', url, params: { id: runId } }), this.runs);
  }

  /** Changes the catalog. */
  edit(site: Site): void {
    const { list } = this.app.catalogs;
    list.splice(
      list.findIndex(({ name }) => name === site.name),
      1,
      site,
    );
  }

  statusOf(runId: string): string | undefined {
    return this.app.runIndex.rows.get(runId)?.status;
  }

  isOver(runId: string): boolean {
    return !['pending', 'running', undefined].includes(this.statusOf(runId));
  }

  /** Lets all runs come to their ends, and what they leave to others be done. */
  async settle(): Promise<void> {
    const { app } = this;
    await app.advanceUntil(() => [...app.runIndex.rows.keys()].every((id) => this.isOver(id)));
    await app.host.advance(settledSeconds * 1_000);
  }

  /** That each want was built once, and went live once. */
  checkDoneOnce(): void {
    const { app } = this;
    const owners = app.containers.created.map(({ owner }) => owner.id);
    expect(new Set(owners).size, 'nothing is built twice for one want').toBe(owners.length);
    for (const { name } of app.catalogs.list) {
      const promoted = app.targets.stateOf(name).history.map(({ runId }) => runId);
      expect(new Set(promoted).size, 'each run went live once').toBe(promoted.length);
    }
  }

  /** That nothing is left of what is over. */
  checkNothingIsLeft(sites: readonly string[] = ['blog']): void {
    const { app } = this;
    expect([...app.containers.groups.keys()], 'no group is left').toEqual([]);
    expect(app.budget.state.tickets, 'no room is held').toEqual([]);
    for (const site of sites) {
      const { row } = app.lanes.rows.get(site) ?? {};
      const { want, building, fallback, dropped, cleaning } = row ?? {};
      expect({ want, building, fallback, dropped, cleaning }, `the lane of ${site} rests`).toEqual({
        dropped: [],
      });
      const { promoting, unpurged } = app.targets.stateOf(site);
      expect({ promoting, unpurged }, `the target of ${site} rests`).toEqual({});
    }
    const open = app.engine.client
      .list({ top: 1_000 })
      .instances.filter(({ name, runtimeStatus }) => name !== 'siteLane' && runtimeStatus !== 'Completed')
      .map(({ instanceId, runtimeStatus }) => `${instanceId} is ${runtimeStatus}`);
    expect(open, 'every run came to its end').toEqual([]);
  }

  /**
   * That visitors get this commit, and no other files than those of it and the `expiring` ones, which wait for the end of their
   * grace. So do those that are `left` at an older place.
   */
  checkLive(
    seed: string,
    { site = 'blog', expiring = [] as string[], left = [] as string[] } = {},
  ): TargetState {
    const { app } = this;
    const { sha } = aCommit(seed);
    const state = app.targets.stateOf(site);
    expect(state.live?.commit, 'the target').toBe(sha);
    expect(app.lanes.rows.get(site)?.row.published?.sha, 'the lane').toBe(sha);
    const { container, prefix } = state.live?.place ?? { container: '' };
    const there = [...app.releases.filesOf(container, prefix)];
    const files = there.filter(([path]) => !expiring.includes(path));
    expect(Object.fromEntries(files.map(([path, { sha256 }]) => [path, sha256.replace(/0+$/, '')]))).toEqual(
      this.#commits.get(sha),
    );
    const waiting = app.targets.expiringOf(site).flatMap(({ paths }) => paths);
    expect(waiting, 'what waits for the end of its grace').toEqual([...expiring, ...left]);
    const told = app.commitStatuses.reported.filter((status) => status.site === site && status.sha === sha);
    expect(told.at(-1)?.state, 'what the commit says').toBe('success');
    return state;
  }

  /** Containers that build what was pushed, store it and report until somebody hears them. */
  #build(): void {
    const { app } = this;
    app.containers.story = (container) => {
      const { SLIPWAY_SITE: site = '', SLIPWAY_COMMIT: sha = '' } = container.environment;
      const release = `release-${sha}`;
      const report: BuildReport = aBuild(release);
      container.lingers = 1;
      container
        .after(1, () => container.runs())
        .after(buildSeconds, () => {
          new SiteStore(app, site).build(release, this.#commits.get(sha) ?? {});
          app.releases.addReport(site, container.runId, container.attempt, report);
          container.exits(0);
          void this.runs.raise(container.runId, 'containerEnded', aFinalReport(report, container.attempt));
        });
      return undefined;
    };
  }
}
