import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { fleetRunId, startRunId } from '../../lib/ids.ts';
import {
  aBuild,
  aCommit,
  aContainerSpec,
  aFinalReport,
  aJob,
  aManifest,
  aSite,
  aSpec,
} from '../support/builders.ts';
import { FleetWorld } from '../support/fleet-world.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

/** Values that stand nowhere but where a secret may be. */
const values = { API_KEY: 'S3CRET-of-the-catalog', REPO: 'S3CRET-of-the-repository' };
const apiKey = { KEY: { kind: 'setting' as const, name: 'API_KEY' } };

/** All that is kept of runs, or shown of them, and all of a container group that Azure shows to whoever may read it. */
function everythingKept(app: TestApp, runs: readonly string[]): string {
  const { budget, documents, fleetMemories, fleetServers, lanes, metrics, plans, runIndex, storedItems } =
    app;
  const shown = app.containers.created.map(({ shape, ...request }) => ({
    ...request,
    containers: shape.containers.map(({ secrets: _, ...container }) => container),
  }));
  const durable = runs.map((id) => [app.status(id), app.engine.history(id)]);
  const stores = [
    budget,
    documents,
    fleetMemories,
    fleetServers,
    lanes,
    metrics,
    plans,
    runIndex,
    storedItems,
  ];
  const whole = { depth: null, maxStringLength: null, maxArrayLength: null };
  return [durable, shown, ...stores].map((each) => inspect(each, whole)).join('\n');
}

/** The values of secrets that the containers of the first group were given. */
function secretsGiven(app: TestApp): string[] {
  return Object.values(app.containers.created[0]?.shape.containers[0]?.secrets ?? {}).map(String);
}

function expectNone(app: TestApp, runs: readonly string[], secrets: readonly string[]): void {
  const kept = everythingKept(app, runs);
  for (const secret of secrets) expect(kept).not.toContain(secret);
  // What is looked at is not empty.
  for (const run of runs) expect(kept).toContain(run);
}

it('a publish keeps no secret in its history, its status, its rows and the plain part of its container group', async () => {
  const site = aSite('blog', { repositoryToken: 'REPO', build: { secrets: { KEY: 'API_KEY' } } });
  const app = await startTestApp([site]);
  Object.assign(app.secrets, values);
  const commit = aCommit('aaaa');
  app.commits.commits.push(commit);
  app.releases.addManifest(aManifest('release-1', { 'index.html': 'one' }));
  app.containers.story = (container) => {
    const report = aFinalReport(aBuild('release-1'));
    container.after(2, () => void app.raise(container.runId, 'containerEnded', report));
    return undefined;
  };
  const ref = { kind: 'sha' as const, sha: commit.sha };
  await app.run(
    'publishSite',
    { site: 'blog', ref, requestedAt: commit.committedAt, cause: 'push' },
    'publish-1',
  );
  const given = secretsGiven(app);
  expect(given).toEqual(
    expect.arrayContaining([values.API_KEY, values.REPO, 'token-publish-1-container-1-hugo']),
  );
  expectNone(app, ['publish-1', 'publish-1-container'], given);
});

it.each([0, 7])('a job that exits with %i keeps none either', async (exitCode) => {
  const app = await startTestApp();
  Object.assign(app.secrets, values);
  app.containers.story = (container) => {
    container.after(1, () => container.exits(exitCode));
    return undefined;
  };
  const group = aSpec({ containers: [aContainerSpec({ secrets: apiKey })], maxAttempts: 1 });
  await app.run('runJob', aJob({ spec: { group, queueDeadlineSeconds: 60 } }), 'job-1');
  const given = secretsGiven(app);
  expect(given).toEqual(expect.arrayContaining([values.API_KEY, 'token-job-1-container-1-main']));
  expectNone(app, ['job-1', 'job-1-container'], given);
});

it('a fleet keeps none of its servers', async () => {
  const world = await FleetWorld.start({ min: 1 });
  await world.until(() => world.count('ready') === 1);
  const given = secretsGiven(world.app);
  expect(given.length).toBeGreaterThan(0);
  expectNone(world.app, [fleetRunId('arena'), startRunId(world.servers[0]?.name ?? '')], given);
});
