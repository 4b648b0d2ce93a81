import { describe, expect, test } from 'vitest';
import type { ActivityDependencies } from '../../../activities/dependencies.ts';
import { planPromotion } from '../../../activities/sites/plan-promotion.ts';
import type { SiteState } from '../../../contract/releases.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { anInvocation } from '../../support/an-invocation.ts';
import { aManifest, aSite } from '../../support/builders.ts';
import { FakeCatalogs, fakeClock } from '../../support/fakes/fake-outside.ts';
import { FakeReleases } from '../../support/fakes/fake-releases.ts';
import { FakeRunDocuments } from '../../support/fakes/fake-run-documents.ts';

const noRuns = anInvocation();
const moment = '2026-01-01T00:00:00.000Z';
const claim = { release: 'next', commit: 'c0ffee', runId: 'run', requestedAt: moment, claimedAt: moment };

async function aPlan(state: Partial<SiteState>) {
  const releases = new FakeReleases();
  const documents = new FakeRunDocuments();
  for (const release of ['next', 'cut'])
    releases.addManifest(aManifest(release, { 'index.html': 'i', 'a.css': 'c' }));
  await releases.writeSiteState({ site: 'blog', expiring: [], ...state }, undefined);
  const activity = planPromotion({
    catalogs: new FakeCatalogs([aSite()]),
    clock: fakeClock(new VirtualClock()),
    documents,
    releases,
  } as unknown as ActivityDependencies);
  return { activity, documents, plan: () => activity({ site: 'blog', runId: 'run' }, noRuns) };
}

describe('planning a promotion', () => {
  test('copies every file again when the first promotion of the site was cut short', async () => {
    const { plan } = await aPlan({ promoting: { ...claim, baselines: ['cut'] } });
    expect(await plan()).toEqual({ kind: 'planned', assetChunks: 1, pageChunks: 1, changed: 2 });
  });

  test('copies nothing that all baselines have, once a release is live', async () => {
    const live = { release: 'cut', commit: 'c0de', runId: 'before', requestedAt: moment, promotedAt: moment };
    const { plan } = await aPlan({ live, promoting: { ...claim, baselines: ['cut'] } });
    expect(await plan()).toEqual({ kind: 'planned', assetChunks: 0, pageChunks: 0, changed: 0 });
  });

  test('gives the same plan when it is asked for again', async () => {
    const { documents, plan } = await aPlan({ promoting: { ...claim, baselines: [] } });
    const first = await plan();
    const stored = await documents.readPlan('run');
    expect(await plan()).toEqual(first);
    expect(await documents.readPlan('run')).toEqual(stored);
  });

  test('is refused to a run that does not hold the claim', async () => {
    const { plan } = await aPlan({ promoting: { ...claim, runId: 'other', baselines: [] } });
    await expect(plan()).rejects.toThrow('without holding its claim');
  });

  test('fails when a manifest is missing, because a plan without it could delete the wrong files', async () => {
    const { plan } = await aPlan({ promoting: { ...claim, baselines: ['lost'] } });
    await expect(plan()).rejects.toMatchObject({ code: 'release-missing' });
  });

  test('is refused when its own release is missing or not valid, so that the claim can be given back', async () => {
    const { plan } = await aPlan({ promoting: { ...claim, release: 'lost', baselines: ['cut'] } });
    expect(await plan()).toMatchObject({ kind: 'refused', message: expect.stringContaining('"lost"') });
  });
});
