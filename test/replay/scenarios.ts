import type { BuildReport } from '../../contract/build.ts';
import { drainRunId, fleetRunId, startRunId } from '../../lib/ids.ts';
import type { SavedHistory } from '../../local/testing/index.ts';
import { beginKubeJob } from '../support/a-kube-job.ts';
import { beginPod } from '../support/a-pod-object.ts';
import { aBuild, aCommit, aContainerRun, aFinalReport, aJob, aManifest, aSite } from '../support/builders.ts';
import { FleetWorld } from '../support/fleet-world.ts';
import { beginArray, beginGraph, tellItems } from '../support/many-jobs.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const commit = aCommit('aaaa');

/** Runs of which the histories are kept, by the file's name. Each gives the whole of what is saved. */
export const scenarios: Record<string, () => Promise<SavedHistory>> = {
  async 'publish-site'() {
    const app = await startTestApp([aSite('blog')]);
    app.commits.commits.push(commit);
    app.releases.addManifest(aManifest('release-1', { 'index.html': 'one', 'app.css': 'css' }));
    reportsAfter(app, 2);
    await app.run('publishSite', {
      site: 'blog',
      ref: { kind: 'sha', sha: commit.sha },
      requestedAt: '2026-01-01T00:00:00.000Z',
      cause: 'push',
    });
    return eventsOf(app, 'publishSite');
  },

  async 'run-container-reported'() {
    const app = await startTestApp();
    reportsAfter(app, 7.5);
    await app.run('runContainer', aContainerRun());
    return eventsOf(app, 'runContainer');
  },

  async 'run-container-leaves-removal'() {
    const app = await startTestApp();
    reportsAfter(app, 7.5);
    await app.run('runContainer', aContainerRun({}, { leavesRemoval: true }));
    return eventsOf(app, 'runContainer');
  },

  /** The form that a real hub's management API gives. */
  async 'run-container-found-by-poll'() {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(20, () => container.exits(0));
      return undefined;
    };
    await app.run('runContainer', aContainerRun());
    return statusOf(app, 'runContainer');
  },

  async 'publish-site-status'() {
    const app = await startTestApp([aSite('blog')]);
    app.commits.commits.push(commit);
    app.releases.addManifest(aManifest('release-1', { 'index.html': 'one', 'app.css': 'css' }));
    reportsAfter(app, 2);
    await app.run('publishSite', {
      site: 'blog',
      ref: { kind: 'sha', sha: commit.sha },
      requestedAt: '2026-01-01T00:00:00.000Z',
      cause: 'push',
    });
    return statusOf(app, 'publishSite');
  },

  async 'run-job'() {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(20, () => {
        container.prints('{"sum":3}\n');
        container.exits(0);
      });
      return undefined;
    };
    await app.run('runJob', aJob());
    return eventsOf(app, 'runJob');
  },

  async 'run-container-tried-again'() {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.exits(container.attempt === 1 ? 75 : 0));
      return undefined;
    };
    const retry = { backoffSeconds: 5, factor: 2, longestSeconds: 60, exitCodes: [75] };
    await app.run('runContainer', aContainerRun({ retry }));
    return eventsOf(app, 'runContainer');
  },

  async 'run-array'() {
    const app = await startTestApp();
    tellItems(app, (item) => ({ exitCode: item === '3' ? 1 : 0 }));
    await beginArray(app, [1, 2, 3, 4, 5, 6], { allowFailures: 1 });
    await app.outcomeOf('array');
    return eventsOf(app, 'array');
  },

  async 'run-graph'() {
    const app = await startTestApp();
    tellItems(app, () => ({ result: { words: 3 } }));
    await beginGraph(app, {
      a: {},
      b: { needs: ['a'], input: '{a.output.words}' },
      c: { needs: ['a', 'b'] },
    });
    await app.outcomeOf('graph');
    return eventsOf(app, 'graph');
  },

  async 'run-pod'() {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(20, () => container.exits(0));
      return undefined;
    };
    const id = await beginPod(app);
    await app.outcomeOf(id);
    return eventsOf(app, id);
  },

  async 'run-kube-job'() {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.exits(0));
      return undefined;
    };
    const id = await beginKubeJob(app, { completions: 2, parallelism: 1 });
    await app.outcomeOf(id);
    return eventsOf(app, id);
  },

  /** One life of a loop that makes a server, and takes it away as its fleet is deleted. */
  async fleet() {
    const world = await aFleetThatWent();
    return eventsOf(world.app, fleetRunId('arena'));
  },

  async 'start-server'() {
    const world = await aFleetThatWent();
    return eventsOf(world.app, startRunId(world.app.fleetServers.gone[0]?.name ?? ''));
  },

  async 'drain-server'() {
    const world = await aFleetThatWent();
    return eventsOf(world.app, drainRunId(world.app.fleetServers.gone[0]?.name ?? ''));
  },
};

async function aFleetThatWent(): Promise<FleetWorld> {
  const world = await FleetWorld.start();
  await world.until(() => world.count('ready') === 1);
  await world.join('a');
  await world.delete();
  await world.seconds(10);
  await world.leave('a');
  await world.until(() => world.hasLeft());
  return world;
}

function reportsAfter(app: TestApp, seconds: number): void {
  const report: BuildReport = aBuild('release-1');
  app.containers.story = (container) => {
    container.after(
      seconds,
      () => void app.raise(container.runId, 'containerEnded', aFinalReport(report, container.attempt)),
    );
    return undefined;
  };
}

function eventsOf(app: TestApp, instanceId: string): SavedHistory {
  return { events: app.host.history(instanceId) };
}

async function statusOf(app: TestApp, instanceId: string): Promise<SavedHistory> {
  const query = 'showHistory=true&showHistoryOutput=true&showInput=true';
  const url = `${app.host.origin}/runtime/webhooks/durabletask/instances/${instanceId}?${query}`;
  return (await (await fetch(url)).json()) as SavedHistory;
}
