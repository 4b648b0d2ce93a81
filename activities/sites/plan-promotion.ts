import type { Manifest } from '../../contract/build.ts';
import { promotionPlan } from '../../lib/decide/sites/promotion-plan.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { Releases } from '../../lib/ports/releases.ts';
import { knownSite } from '../../lib/promotion/known-site.ts';
import { chunkCount } from '../../lib/promotion/promotion-chunks.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: until the promotion is complete the same claim gives the same plan. */
export function planPromotion({
  catalogs,
  clock,
  documents,
  releases,
}: ActivityDependencies): ActivityHandlers['planPromotion'] {
  return async ({ site: name, runId }) => {
    const site = await knownSite(catalogs, name);
    const { state } = await releases.readSiteState(name);
    if (state.promoting?.runId !== runId) {
      throw new SlipwayError(
        'internal',
        `Run "${runId}" plans a promotion of site "${name}" without holding its claim.`,
      );
    }
    const { release, baselines } = state.promoting;
    let next: Manifest;
    try {
      next = await manifestOf(releases, name, release);
    } catch (error) {
      // A container may report a release that it did not make. No live file has changed; if the claim stood, this release
      // would be a baseline of every later publish of the site, and each would fail on it.
      if (error instanceof SlipwayError && error.code === 'release-missing')
        return { kind: 'refused', message: error.message };
      throw error;
    }
    const decision = promotionPlan({
      next,
      baselines: await Promise.all(baselines.map((baseline) => manifestOf(releases, name, baseline))),
      hasLive: state.live !== undefined,
      expiring: state.expiring,
      maxDeletions: site.maxDeletions,
      deleteAssetsAfter: new Date(clock.now().getTime() + site.assetGraceMinutes * 60_000).toISOString(),
    });
    if (decision.kind === 'refused') return decision;

    const { plan } = decision;
    await documents.writePlan(runId, plan);
    return {
      kind: 'planned',
      assetChunks: chunkCount(plan.assets),
      pageChunks: chunkCount(plan.pages),
      changed: plan.assets.length + plan.pages.length + plan.removedPages.length,
    };
  };
}

async function manifestOf(releases: Releases, site: string, release: string): Promise<Manifest> {
  const manifest = await releases.readManifest(site, release);
  if (manifest) return manifest;
  throw new SlipwayError(
    'release-missing',
    `The manifest of release "${release}" of site "${site}" is not in the store.`,
  );
}
