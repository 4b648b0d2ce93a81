import { describe, expect, it } from 'vitest';
import type { BuildReport } from '../../../contract/build.ts';
import type { Want } from '../../../contract/lanes.ts';
import type { Site } from '../../../contract/sites.ts';
import { wanted } from '../../../lib/decide/lanes/lane-row.ts';
import { waitingRow } from '../../../lib/decide/runs/run-row.ts';
import { childRunId, laneRunId } from '../../../lib/ids.ts';
import { updateLane } from '../../../lib/lanes/update-lane.ts';
import { aBuild, aCommit, aFinalReport, aManifest, aSite, aWant } from '../../support/builders.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

/** An app whose builds take three seconds; the release of a commit is named after it. Commits of `bad` fail. */
async function appThatBuilds(site: Site = aSite('blog'), bad: readonly string[] = []): Promise<TestApp> {
  const app = await startTestApp([site]);
  app.containers.story = (container) => {
    const sha = container.environment.SLIPWAY_COMMIT ?? '';
    const report: BuildReport = bad.some((seed) => sha.startsWith(seed))
      ? { kind: 'failed', code: 'site-refused', message: 'Hugo says no', exitCode: 65 }
      : aBuild(`release-${sha}`);
    container.after(3, () => void app.raise(container.runId, 'containerEnded', aFinalReport(report)));
    return undefined;
  };
  return app;
}

/** A commit that is the head of the branch from now on. */
function commits(app: TestApp, seed: string, message = `Change ${seed}`): string {
  const commit = aCommit(seed, { message });
  app.commits.commits.push(commit);
  app.releases.addManifest(
    aManifest(`release-${commit.sha}`, { 'index.html': seed }, { commit: commit.sha }),
  );
  return commit.sha;
}

async function want(app: TestApp, runId: string, overrides: Partial<Want> = {}): Promise<void> {
  const asked = aWant(runId, overrides);
  await updateLane({ ...app, clock: fakeClock(app.clock) }, 'blog', (row) => wanted(row, asked));
  await app.runIndex.add(waitingRow('blog', asked));
  const id = laneRunId('blog');
  const status = app.engine.client.status(id)?.runtimeStatus;
  if (status === 'Running' || status === 'Pending') await app.raise(id, 'laneWoken', {});
  else await app.begin('siteLane', { site: 'blog' }, id);
}

const pushes = (app: TestApp, runId: string, seed: string): Promise<void> =>
  want(app, runId, { pushed: commits(app, seed) });

const statusOf = (app: TestApp, runId: string): string | undefined => app.runIndex.rows.get(runId)?.status;
const isOver = (app: TestApp, runId: string) => () =>
  !['pending', 'running', undefined].includes(statusOf(app, runId));
const ends = (app: TestApp, runId: string): Promise<void> => app.advanceUntil(isOver(app, runId));

async function livePage(app: TestApp): Promise<string | undefined> {
  return app.releases.filesOf('site-blog').get('index.html')?.sha256.replace(/0+$/, '');
}

/** Lets the lane come to its end, as it does for a site that left the catalog. */
async function leave(app: TestApp): Promise<void> {
  app.catalogs.list.length = 0;
  await app.raise(laneRunId('blog'), 'laneWoken', {});
  expect(await app.outcomeOf(laneRunId('blog'))).toEqual({ kind: 'left' });
}

const builds = (app: TestApp): string[] =>
  app.containers.created.map(
    ({ shape }) => shape.containers[0]?.environment.SLIPWAY_COMMIT?.replace(/0+$/, '') ?? '',
  );

describe('siteLane', () => {
  it('publishes what is wanted, and the run is in the index from its beginning to its end', async () => {
    const app = await appThatBuilds();
    await pushes(app, 'one', 'a1');
    expect(statusOf(app, 'one')).toBe('pending');
    await ends(app, 'one');
    expect(app.runIndex.rows.get('one')).toMatchObject({ status: 'succeeded', cause: 'push', changed: 1 });
    expect(await livePage(app)).toBe('a1');
    expect((await app.lanes.read('blog')).row).toMatchObject({ published: { runId: 'one' }, dropped: [] });
    await leave(app);
  });

  it('goes on and on, in lives of a bounded history, and never without a status', async () => {
    const app = await appThatBuilds();
    await pushes(app, 'one', 'a1');
    await app.host.advance(14 * 3_600_000);
    expect(app.status(laneRunId('blog'))).toMatchObject({
      runtimeStatus: 'Running',
      customStatus: { kind: 'lane' },
    });
    expect(app.host.history(laneRunId('blog')).length).toBeLessThan(1_000);
    await pushes(app, 'two', 'b2');
    await ends(app, 'two');
    expect(await livePage(app)).toBe('b2');
  });

  it('publishes one at a time; the newest that waits wins, and the others say who came in their place', async () => {
    const app = await appThatBuilds();
    await pushes(app, 'one', 'a1');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await pushes(app, 'two', 'b2');
    await pushes(app, 'three', 'c3');
    await ends(app, 'three');
    expect(builds(app)).toEqual(['a1', 'c3']);
    const [one, three] = ['one', 'three'].map((id) => app.runIndex.rows.get(id));
    expect(Date.parse(three?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(one?.endedAt ?? ''));
    expect(app.runIndex.rows.get('two')).toMatchObject({
      status: 'superseded',
      message: 'Superseded by three',
    });
    expect(app.commitStatuses.reported.find(({ sha }) => sha.startsWith('b2'))).toMatchObject({
      state: 'error',
      description: 'Superseded by c300000',
    });
    expect(await livePage(app)).toBe('c3');
    await leave(app);
  });

  it('publishes the head of the branch, whatever an older push that comes again says', async () => {
    const app = await appThatBuilds();
    const older = commits(app, 'c1');
    await pushes(app, 'newer', 'd2');
    await ends(app, 'newer');
    await want(app, 'replayed', { pushed: older });
    await ends(app, 'replayed');
    expect(builds(app)).toEqual(['d2']);
    expect(statusOf(app, 'replayed')).toBe('superseded');
    expect(await livePage(app)).toBe('d2');
    await leave(app);
  });

  it('publishes an older good push although a newer one fails', async () => {
    const app = await appThatBuilds(aSite('blog'), ['bad']);
    await pushes(app, 'good', 'a1');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await pushes(app, 'bad', 'bad');
    await ends(app, 'bad');
    expect(statusOf(app, 'good')).toBe('succeeded');
    expect(statusOf(app, 'bad')).toBe('failed');
    expect(await livePage(app)).toBe('a1');
    await leave(app);
  });

  it('cancels the running build where the site wants so, and takes it up again when the newer one fails', async () => {
    const app = await appThatBuilds(aSite('blog', { onPush: 'cancel' }), ['bad']);
    await pushes(app, 'good', 'a1');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await pushes(app, 'bad', 'bad');
    await ends(app, 'bad');
    await ends(app, 'good-again-1');
    expect(statusOf(app, 'good')).toBe('cancelled');
    expect(statusOf(app, 'good-again-1')).toBe('succeeded');
    expect(builds(app)).toEqual(['a1', 'bad', 'a1']);
    expect(await livePage(app)).toBe('a1');
    await leave(app);
  });

  it('skips a commit that asks for it, but not when a person publishes it', async () => {
    const app = await appThatBuilds();
    const sha = commits(app, 'a1', 'Fix a typo [skip ci]');
    await want(app, 'push', { pushed: sha });
    await ends(app, 'push');
    expect(statusOf(app, 'push')).toBe('skipped');
    await want(app, 'person', { cause: 'manual' });
    await ends(app, 'person');
    expect(builds(app)).toEqual(['a1']);
    await leave(app);
  });

  it('skips what does not concern the site since the commit that is live', async () => {
    const app = await appThatBuilds(aSite('blog', { directory: 'blog' }));
    await pushes(app, 'first', 'a1');
    await ends(app, 'first');
    app.commits.changes.set(commits(app, 'b2'), ['shop/index.md']);
    await want(app, 'elsewhere');
    await ends(app, 'elsewhere');
    expect(statusOf(app, 'elsewhere')).toBe('skipped');
    app.commits.changes.set(commits(app, 'c3'), ['shop/index.md', 'blog/index.md']);
    await want(app, 'here');
    await ends(app, 'here');
    expect(builds(app)).toEqual(['a1', 'c3']);
    await leave(app);
  });

  it('waits for a git provider that is away, and says so', async () => {
    const app = await appThatBuilds();
    app.commits.isOut = true;
    await pushes(app, 'one', 'a1');
    await app.advanceUntil(() => app.elapsedSeconds > 60);
    expect((await app.lanes.read('blog')).row.problem).toMatchObject({
      message: expect.stringContaining('out'),
    });
    expect(app.status(laneRunId('blog')).customStatus).toMatchObject({ step: 'waitForProvider' });
    app.commits.isOut = false;
    await ends(app, 'one');
    expect(await livePage(app)).toBe('a1');
    await leave(app);
  });

  it('finds a push of which no webhook told', async () => {
    const app = await appThatBuilds();
    await pushes(app, 'one', 'a1');
    await ends(app, 'one');
    commits(app, 'b2');
    const lost = () => [...app.runIndex.rows.values()].find(({ cause }) => cause === 'backstop');
    await app.advanceUntil(() => lost()?.status === 'succeeded');
    expect(await livePage(app)).toBe('b2');
    expect(app.elapsedSeconds).toBeLessThan(16 * 60);
    await leave(app);
  });

  it('leaves a person’s choice of an older commit alone', async () => {
    const app = await appThatBuilds();
    const older = commits(app, 'a1');
    await pushes(app, 'newer', 'b2');
    await ends(app, 'newer');
    await want(app, 'person', { cause: 'manual', ref: { kind: 'sha', sha: older } });
    await ends(app, 'person');
    await app.advanceUntil(() => app.elapsedSeconds > 40 * 60);
    expect(await livePage(app)).toBe('a1');
    expect(builds(app)).toEqual(['b2', 'a1']);
    await leave(app);
  });

  it('goes on after a publish that was terminated, and gives up one that is suspended', async () => {
    const app = await appThatBuilds();
    await pushes(app, 'one', 'a1');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.terminate('one', 'enough');
    await app.raise(childRunId('one', 'container'), 'cancelRequested', { reason: 'enough' });
    await ends(app, 'one');
    expect(statusOf(app, 'one')).toBe('terminated');
    await pushes(app, 'two', 'b2');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.suspend('two', 'wait');
    await ends(app, 'two');
    expect(app.runIndex.rows.get('two')).toMatchObject({ status: 'failed', message: /suspended/ });
    await app.advanceUntil(() =>
      [...app.runIndex.rows.values()].some(
        ({ cause, status }) => cause === 'backstop' && status === 'succeeded',
      ),
    );
    expect(await livePage(app)).toBe('b2');
    await leave(app);
  });
});
