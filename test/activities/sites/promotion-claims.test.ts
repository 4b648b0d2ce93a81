import { describe, expect, test } from 'vitest';
import type { ActivityDependencies } from '../../../activities/dependencies.ts';
import { applyPromotionChunk } from '../../../activities/sites/apply-promotion-chunk.ts';
import { completePromotion } from '../../../activities/sites/complete-promotion.ts';
import type { PromotionPlan } from '../../../lib/decide/sites/promotion-plan.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { anInvocation } from '../../support/an-invocation.ts';
import { aManifest, aSite } from '../../support/builders.ts';
import { FakeCatalogs, fakeClock } from '../../support/fakes/fake-outside.ts';
import { FakeReleases } from '../../support/fakes/fake-releases.ts';
import { FakeRunDocuments } from '../../support/fakes/fake-run-documents.ts';

const noRuns = anInvocation();
const moment = '2026-01-01T00:00:00.000Z';

/** A site on which one run holds the claim, and the stored plan of the run "late". */
async function aSiteClaimedBy(runId: string) {
  const releases = new FakeReleases();
  const documents = new FakeRunDocuments();
  const pages = aManifest('r', { 'index.html': 'i' }).files;
  const plan: PromotionPlan = {
    release: 'r',
    assets: [],
    pages,
    removedPages: ['gone.html'],
    expiring: [],
    purge: [],
  };
  await documents.writePlan('late', plan);
  const promoting = {
    runId,
    release: 'r',
    commit: 'c0de',
    requestedAt: moment,
    claimedAt: moment,
    baselines: [],
  };
  await releases.writeSiteState({ site: 'blog', expiring: [], promoting }, undefined);
  const deps = {
    catalogs: new FakeCatalogs([aSite()]),
    clock: fakeClock(new VirtualClock()),
    documents,
    releases,
  } as unknown as ActivityDependencies;
  return { deps, releases };
}

describe('an activity that Azure repeats after its run has lost the claim', () => {
  test('deletes no page of the publish that came after it', async () => {
    const { deps, releases } = await aSiteClaimedBy('next');
    expect(await completePromotion(deps)({ site: 'blog', runId: 'late' }, noRuns)).toEqual({ kind: 'live' });
    expect(releases.changes).toEqual([]);
  });

  test('copies nothing over the files of the publish that came after it', async () => {
    const { deps, releases } = await aSiteClaimedBy('next');
    const chunk = { site: 'blog', runId: 'late', part: 'pages', chunk: 0 } as const;
    expect(await applyPromotionChunk(deps)(chunk, noRuns)).toMatchObject({ kind: 'failed' });
    expect(releases.changes).toEqual([]);
  });

  test('does its work while the run holds the claim', async () => {
    const { deps, releases } = await aSiteClaimedBy('late');
    const chunk = { site: 'blog', runId: 'late', part: 'pages', chunk: 0 } as const;
    await applyPromotionChunk(deps)(chunk, noRuns);
    await completePromotion(deps)({ site: 'blog', runId: 'late' }, noRuns);
    expect(releases.changes).toEqual(['copy index.html', 'delete gone.html']);
  });
});
