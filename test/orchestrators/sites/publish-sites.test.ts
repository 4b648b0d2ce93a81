import { describe, expect, it } from 'vitest';
import { aBuild, aCommit, aFinalReport, aManifest, aSite } from '../../support/builders.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const requestedAt = '2026-01-01T00:00:00.000Z';

/** Sites s0, s1, ...; the build of each takes its own time. */
async function appWithSites(count: number): Promise<{ app: TestApp; sites: string[] }> {
  const sites = Array.from({ length: count }, (_, index) => `s${index}`);
  const app = await startTestApp(sites.map((name) => aSite(name)));
  app.commits.commits.push(aCommit());
  for (const site of sites) app.releases.addManifest(aManifest('r1', { 'index.html': site }, { site }));
  app.containers.story = (container) => {
    const site = container.environment.SLIPWAY_SITE ?? '';
    container.after(2 + (Number(site.slice(1)) % 3), () => {
      const report =
        site === 's1'
          ? ({ kind: 'failed', code: 'site-refused', message: 'Hugo says no', exitCode: 65 } as const)
          : aBuild('r1');
      void app.raise(container.runId, 'containerEnded', aFinalReport(report));
    });
    return undefined;
  };
  return { app, sites };
}

describe('publishSites', () => {
  it('publishes every site, and the failure of one touches no other', async () => {
    const { app, sites } = await appWithSites(10);
    const outcome = await app.run('publishSites', { sites, requestedAt });
    expect(outcome).toMatchObject({ published: 9, failed: 1, superseded: 0, cancelled: 0 });
    expect(outcome.sites.find(({ site }) => site === 's1')).toMatchObject({
      outcome: 'failed',
      message: 'Hugo says no',
    });
    expect(outcome.sites.map(({ site }) => site).sort()).toEqual([...sites].sort());
  });

  it('names the run of each site', async () => {
    const { app } = await appWithSites(2);
    const outcome = await app.run('publishSites', { sites: ['s0'], requestedAt }, 'many');
    const [summary] = outcome.sites;
    expect(app.status(summary?.runId ?? '')).toMatchObject({
      name: 'publishSite',
      runtimeStatus: 'Completed',
    });
  });

  it('sums up nothing when there is nothing to publish', async () => {
    const { app } = await appWithSites(0);
    const outcome = await app.run('publishSites', { sites: [], requestedAt });
    expect(outcome).toEqual({
      published: 0,
      superseded: 0,
      skipped: 0,
      failed: 0,
      cancelled: 0,
      sites: [],
    });
  });
});
