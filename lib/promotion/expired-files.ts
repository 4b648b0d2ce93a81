/** The parts of deleting files whose grace is over. */
import type { ExpiringFiles, LiveRelease } from '../../contract/releases.ts';
import type { Target } from '../../contract/sites.ts';
import { isSamePlace, withUnpurged } from '../decide/sites/promotion-claim.ts';
import { gatherPurge } from '../decide/sites/purge-paths.ts';
import { foldersOverlap } from '../folders-overlap.ts';
import type { Catalogs } from '../ports/catalogs.ts';
import type { Releases } from '../ports/releases.ts';
import type { Targets } from '../ports/targets.ts';
import { filesOfBaseline } from './placed-files.ts';
import { updateTarget } from './update-target.ts';

type Stores = { catalogs: Catalogs; releases: Releases; targets: Targets };

/**
 * Takes the target's claim and notes what is to be purged; answers what is live, and undefined when a promotion is under way or
 * was cut short. A crash leaves a claim that the same run has again, and that others take over when it has ended.
 */
export function claimForCleaning(
  targets: Targets,
  target: Target,
  { runId, now, files }: { runId: string; now: string; files: ExpiringFiles },
): Promise<LiveRelease | undefined> {
  return updateTarget(targets, target, async (state) => {
    const { live, promoting, unpurged } = state;
    if (!live || (promoting && promoting.runId !== runId)) return { answer: undefined };
    const { release, commit, requestedAt, place } = live;
    const purge = gatherPurge(target.url);
    if (isSamePlace(files.place, place)) for (const path of files.paths) purge.add(path);
    return {
      state: {
        ...state,
        ...withUnpurged(unpurged, purge.scope(), runId),
        promoting: {
          ...{ runId, release, commit, requestedAt, place },
          claimedAt: now,
          copying: false,
          baselines: [{ release, place }],
        },
      },
      answer: live,
    };
  });
}

export function endCleaning(targets: Targets, target: Target, runId: string): Promise<void> {
  return updateTarget(targets, target, async ({ promoting, ...state }) => ({
    ...(promoting?.runId === runId ? { state } : {}),
    answer: undefined,
  }));
}

/**
 * The paths of an expiring document that may go: not those that the live release has again, nor those that went once more since
 * and have a later time. A place that another site has taken over is its own.
 */
export async function unneededPaths(
  { catalogs, releases, targets }: Stores,
  target: Target,
  live: LiveRelease,
  { id, files }: { id: string; files: ExpiringFiles },
): Promise<string[]> {
  const others = (await catalogs.sites()).filter(({ name }) => name !== target.site);
  if (others.some((site) => foldersOverlap(site, files.place))) return [];

  const paths = new Set(files.paths);
  for (const document of await targets.listExpiring(target)) {
    if (document.id <= id) continue;
    const later = await targets.readExpiring(target, document.id);
    if (later && isSamePlace(later.place, files.place)) for (const path of later.paths) paths.delete(path);
  }
  if (isSamePlace(live.place, files.place))
    for await (const { path } of filesOfBaseline(releases, target.site, live)) paths.delete(path);
  return [...paths];
}
