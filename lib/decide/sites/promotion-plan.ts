import type { Manifest, ReleaseFile } from '../../../contract/build.ts';
import type { ExpiringFile } from '../../../contract/releases.ts';
import { purgePaths } from './purge-paths.ts';

export type PromotionPlan = {
  release: string;
  /** Copied first: nothing refers to them yet. */
  assets: ReleaseFile[];
  /** Copied when all assets are there. */
  pages: ReleaseFile[];
  /** Deleted when all pages are there. */
  removedPages: string[];
  /** Everything that is to be deleted later, what earlier promotions left included. */
  expiring: ExpiringFile[];
  /** URL paths whose content changed. */
  purge: string[];
};

export type PromotionPlanInput = {
  next: Manifest;
  /** Releases whose files may lie among the live ones. A file counts as unchanged only if all of them have it so. */
  baselines: readonly Manifest[];
  /** Whether a promotion of the site was ever completed. If not, any file of the baselines may be missing. */
  hasLive: boolean;
  expiring: readonly ExpiringFile[];
  maxDeletions: number;
  /** When assets that are dropped now may be deleted. */
  deleteAssetsAfter: string;
};

export type PromotionPlanDecision =
  | { kind: 'planned'; plan: PromotionPlan }
  | { kind: 'refused'; message: string };

/** What has to be copied, deleted and purged so that the live files are exactly the next release. */
export function promotionPlan(input: PromotionPlanInput): PromotionPlanDecision {
  const { next, baselines, hasLive, expiring, maxDeletions, deleteAssetsAfter } = input;
  const before = baselines.map((manifest) => new Map(manifest.files.map((file) => [file.path, file])));
  const wanted = new Set(next.files.map((file) => file.path));

  const changed = next.files.filter(
    (file) => !hasLive || before.length === 0 || !before.every((files) => isSame(files.get(file.path), file)),
  );
  const removed = [...new Set(before.flatMap((files) => [...files.keys()]))]
    .filter((path) => !wanted.has(path))
    .sort();
  if (removed.length > maxDeletions) {
    return {
      kind: 'refused',
      message:
        `Release ${next.release} would delete ${removed.length} of the live files of site "${next.site}", ` +
        `more than its limit of ${maxDeletions}. If that is meant, raise "maxDeletions" of the site in the catalog and publish again.`,
    };
  }

  const removedPages = removed.filter(isPage);
  const removedAssets = removed.filter((path) => !isPage(path));
  return {
    kind: 'planned',
    plan: {
      release: next.release,
      assets: changed.filter((file) => !isPage(file.path)),
      pages: changed.filter((file) => isPage(file.path)),
      removedPages,
      expiring: [
        ...expiring.filter((file) => !wanted.has(file.path) && !removed.includes(file.path)),
        ...removedAssets.map((path) => ({ path, deleteAfter: deleteAssetsAfter })),
      ],
      purge: purgePaths([...changed.map((file) => file.path), ...removedPages]),
    },
  };
}

/** Pages refer to assets, so they come later and go sooner: a page of a deleted post must not stay reachable. */
export function isPage(path: string): boolean {
  return /\.(?:html?|xml|json|txt|webmanifest)$/i.test(path) || !/\.[^/]+$/.test(path);
}

function isSame(before: ReleaseFile | undefined, next: ReleaseFile): boolean {
  return (
    before !== undefined &&
    before.sha256 === next.sha256 &&
    before.contentType === next.contentType &&
    before.cacheControl === next.cacheControl &&
    before.contentEncoding === next.contentEncoding
  );
}
