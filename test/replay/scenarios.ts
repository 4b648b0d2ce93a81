import type { BuildReport } from '../../contract/build.ts';
import type { SavedHistory } from '../../local/testing/index.ts';
import { aBuild, aCommit, aContainerRun, aFinalReport, aManifest, aSite } from '../support/builders.ts';
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
};

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
