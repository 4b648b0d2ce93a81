import type { ReleaseFile } from '../../contract/build.ts';
import type { Baseline } from '../../contract/releases.ts';
import { SlipwayError } from '../errors.ts';
import type { Releases } from '../ports/releases.ts';

/** A file that lies at a place; its version is unknown where no manifest tells it. */
export type PlacedFile = { path: string; version: ReleaseFile | 'unknown' };

/**
 * The files that a baseline may have left at its place, sorted. A manifest that is gone, as when somebody removed it by hand, or
 * that is not valid, is made good by what really lies there: everything is copied anew, and what is too much goes.
 */
export async function* filesOfBaseline(
  releases: Releases,
  site: string,
  { release, place }: Baseline,
): AsyncGenerator<PlacedFile> {
  let last: string | undefined;
  try {
    const manifest = await releases.readManifest(site, release);
    if (manifest) {
      for await (const file of manifest.files) {
        last = file.path;
        yield { path: file.path, version: file };
      }
      return;
    }
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'release-missing') throw error;
  }
  // A manifest may turn out to be broken in its middle: what came before stands, and the listing goes on from there.
  const listed = await releases.listLive(place);
  yield* filesAt(listed.filter((path) => last === undefined || path > last));
}

/** Files of which only the sorted paths are known. */
export async function* filesAt(paths: Iterable<string>): AsyncGenerator<PlacedFile> {
  for (const path of paths) yield { path, version: 'unknown' };
}
