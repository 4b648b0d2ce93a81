import { describe, expect, it } from 'vitest';
import { aBuild, aCommit, aFinalReport, aManifest, aSite } from '../support/builders.ts';
import { startTestApp } from '../support/test-app.ts';

/** Fifteen seconds on a machine that has nothing else to do. */
const hangLimitMs = 240_000;

const names = Array.from({ length: 100 }, (_, index) => `site-${index}`);

describe('a hundred sites that are published at once, in a region with room for ten groups', () => {
  it(
    'all go live, in turn, without one create that Azure refuses',
    async () => {
      const app = await startTestApp(names.map((name) => aSite(name)));
      app.containers.quota = { groups: 10, cores: 10 };
      app.containers.leavesRefused = true;
      app.commits.commits.push(aCommit());
      for (const site of names) app.releases.addManifest(aManifest('r1', { 'index.html': site }, { site }));
      app.containers.story = (container) => {
        container.lingers = 1;
        container.after(30, () => {
          const report = aBuild('r1');
          void app.raise(container.runId, 'containerEnded', aFinalReport(report));
        });
        return undefined;
      };

      const request = {
        ref: { kind: 'branchHead' },
        requestedAt: '2026-01-01T00:00:00.000Z',
        cause: 'push',
      } as const;
      for (const site of names) await app.begin('publishSite', { ...request, site }, site);
      for (const site of names) expect(await app.outcomeOf(site)).toMatchObject({ kind: 'published', site });

      expect(app.containers.refused).toEqual([]);
      expect(app.containers.created).toHaveLength(100);
      expect(app.containers.peak).toBe(10);
      // Ten rounds of builds, each with its removal and at most one look in between.
      expect(app.elapsedSeconds).toBeLessThan(10 * 45);
      await app.advanceUntil(() => app.containers.groups.size === 0 && app.budget.state.tickets.length === 0);
    },
    hangLimitMs,
  );
});
