import type { ReleaseFile } from '../../../contract/build.ts';

/** All that is known of one path of a target. */
export type PathVersions = {
  path: string;
  next: ReleaseFile | undefined;
  /** What each baseline has there; `unknown` when it has something, but its manifest is lost. */
  baselines: ReadonlyArray<ReleaseFile | 'unknown' | undefined>;
  /** Whether it waits for the end of its grace: an asset, or any file of a place that the target left. */
  isExpiring: boolean;
};

export type PathRules = {
  /** Whether a promotion was ever completed at this place. If not, any file of the baselines may be missing. */
  isComplete: boolean;
  /** Deletes assets without their grace. */
  deleteAssetsAtOnce: boolean;
};

/** `expire`: it goes when its grace is over. */
export type PathChange = 'none' | 'copy' | 'remove' | 'expire';

/** What has to happen at one path so that the live files become those of the next release. */
export function pathChange(
  { path, next, baselines, isExpiring }: PathVersions,
  { isComplete, deleteAssetsAtOnce }: PathRules,
): PathChange {
  if (next) {
    const isThere = isComplete && baselines.length > 0 && baselines.every((before) => isSame(before, next));
    return isThere ? 'none' : 'copy';
  }
  const goesAtOnce = isPage(path) || deleteAssetsAtOnce;
  if (baselines.some((before) => before !== undefined)) return goesAtOnce ? 'remove' : 'expire';
  return isExpiring && goesAtOnce ? 'remove' : 'none';
}

/** Pages refer to assets, so they come later and go sooner: a page of a deleted post must not stay reachable. */
export function isPage(path: string): boolean {
  return /\.(?:html?|xml|json|txt|webmanifest)$/i.test(path) || !/\.[^/]+$/.test(path);
}

function isSame(before: ReleaseFile | 'unknown' | undefined, next: ReleaseFile): boolean {
  return (
    before !== undefined &&
    before !== 'unknown' &&
    before.sha256 === next.sha256 &&
    before.contentType === next.contentType &&
    before.cacheControl === next.cacheControl &&
    before.contentEncoding === next.contentEncoding
  );
}
