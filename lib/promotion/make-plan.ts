import type { ActivityInput } from '../../contract/activities.ts';
import type { Baseline, PromotionClaim, PromotionSummary, TargetState } from '../../contract/releases.ts';
import { isPage, pathChange } from '../decide/sites/path-change.ts';
import { isSameAddress, isSamePlace } from '../decide/sites/promotion-claim.ts';
import { promotionRefusal } from '../decide/sites/promotion-refusal.ts';
import { gatherPurge } from '../decide/sites/purge-paths.ts';
import type { PromotionPlans } from '../ports/promotion-plans.ts';
import type { ManifestReader, Releases } from '../ports/releases.ts';
import type { Targets } from '../ports/targets.ts';
import { ExpiringWriter } from './expiring-writer.ts';
import { mergeByPath } from './merge-by-path.ts';
import { filesAt, filesOfBaseline, type PlacedFile } from './placed-files.ts';
import { PlanWriter } from './plan-writer.ts';

type Stores = { plans: PromotionPlans; releases: Releases; targets: Targets };
type PlanRequest = Omit<ActivityInput<'planPromotion'>, 'runId'> & {
  next: ManifestReader;
  state: TargetState;
  claim: PromotionClaim;
};
export type MadePlan = { kind: 'made'; summary: PromotionSummary } | { kind: 'refused'; message: string };

/**
 * Walks through the next release and whatever may lie at its place, path by path, and stores what has to be done on the way:
 * neither is ever held whole. Made again for the same claim it is the same.
 */
export async function makePlan(stores: Stores, request: PlanRequest): Promise<MadePlan> {
  const { releases, targets } = stores;
  const { claim, deleteAssetsAtOnce, next, state, target } = request;
  const { place, baselines, runId } = claim;
  const here = baselines.filter((baseline) => isSamePlace(baseline.place, place));
  const rules = {
    // Who forces a publish wants every file anew, whatever is thought to lie there.
    isComplete: state.live !== undefined && isSamePlace(state.live.place, place) && !request.force,
    deleteAssetsAtOnce,
  };
  // Where the target was all the time only assets expire, and they may wait; where it comes back to, pages may, too.
  const expiring = deleteAssetsAtOnce || !rules.isComplete ? await expiringAt(stores, request) : [];
  const deleteAfter = endOfGrace(request);

  const plan = new PlanWriter(stores.plans, runId);
  const later = new ExpiringWriter(targets, target, runId, { place, deleteAfter });
  const purge = gatherPurge(target.url);
  let changed = 0;
  let deletions = 0;
  const streams = [
    filesOf(next),
    ...here.map((baseline) => filesThere(releases, target.site, baseline, next.header.release)),
    ...expiring.map((paths) => filesAt(paths)),
  ];
  for await (const { path, versions } of mergeByPath<PlacedFile>(streams)) {
    const [wanted, ...there] = versions.map((each) => each?.version);
    const file = wanted === 'unknown' ? undefined : wanted;
    const change = pathChange(
      {
        path,
        next: file,
        baselines: there.slice(0, here.length),
        isExpiring: there.slice(here.length).some(Boolean),
      },
      rules,
    );
    if (change === 'none') continue;
    changed++;
    if (change !== 'expire') purge.add(path);
    if (change === 'copy' && file) await plan.copy(isPage(path) ? 'pages' : 'assets', file);
    else {
      if (there.slice(0, here.length).some(Boolean)) deletions++;
      if (change === 'remove') await plan.remove(path);
      else await later.add(path);
    }
  }

  const refusal = promotionRefusal(next.header, state.live, { count: deletions, most: request.maxDeletions });
  if (refusal && !request.force) return { kind: 'refused', message: refusal };
  await Promise.all([plan.end(), later.end(), leaveOtherPlaces(stores, request, deleteAfter)]);
  const { release, files, pages, frontPage } = next.header;
  const summary: PromotionSummary = {
    release,
    chunks: plan.chunks,
    changed,
    // At another address even what did not change can be kept in an older version.
    purge: state.live && !isSameAddress(state.live.place, place) ? 'all' : purge.scope(),
    live: { files, pages, hasFrontPage: frontPage !== undefined },
  };
  await stores.plans.writeSummary(runId, summary);
  return { kind: 'made', summary };
}

/** The next release as one stream beside those of what lies there. */
async function* filesOf({ files }: ManifestReader): AsyncGenerator<PlacedFile> {
  for await (const file of files) yield { path: file.path, version: file };
}

/** The same release again would change nothing: so what somebody removed by hand is looked for, and made good. */
async function* filesThere(
  releases: Releases,
  site: string,
  baseline: Baseline,
  next: string,
): AsyncGenerator<PlacedFile> {
  const listed = baseline.release === next ? new Set(await releases.listLive(baseline.place)) : undefined;
  for await (const file of filesOfBaseline(releases, site, baseline))
    if (!listed || listed.has(file.path)) yield file;
}

/** What earlier promotions left at this place for later, each list sorted. */
async function expiringAt({ targets }: Stores, { target, claim }: PlanRequest): Promise<string[][]> {
  const lists: string[][] = [];
  for (const { id } of await targets.listExpiring(target)) {
    const files = await targets.readExpiring(target, id);
    if (files && isSamePlace(files.place, claim.place)) lists.push(files.paths);
  }
  return lists;
}

/** Lets all files expire that baselines have elsewhere: the target moves away from there. */
async function leaveOtherPlaces(
  { releases, targets }: Stores,
  { claim, target }: PlanRequest,
  deleteAfter: string,
): Promise<void> {
  const elsewhere = claim.baselines.filter(({ place }) => !isSamePlace(place, claim.place));
  for (const [n, baseline] of elsewhere.entries()) {
    const { place } = baseline;
    const left = new ExpiringWriter(targets, target, `${claim.runId}-left-${n}`, { place, deleteAfter });
    for await (const { path } of filesOfBaseline(releases, target.site, baseline)) await left.add(path);
    await left.end();
  }
}

/** Counted from the claim, so that a plan that is made again has the same. */
function endOfGrace({ assetGraceMinutes, claim, deleteAssetsAtOnce }: PlanRequest): string {
  const graceMs = deleteAssetsAtOnce ? 0 : assetGraceMinutes * 60_000;
  return new Date(Date.parse(claim.claimedAt) + graceMs).toISOString();
}
