import { SlipwayError } from '../errors.ts';
import type { Releases } from '../ports/releases.ts';

/**
 * The hashes of all objects that releases need. Throws `release-missing` when a required one has no valid manifest, because then
 * nobody can tell what its files need; another that has none needs nothing any more.
 */
export async function neededObjects(
  releases: Releases,
  { site, stored, required }: { site: string; stored: readonly string[]; required: ReadonlySet<string> },
): Promise<Set<string>> {
  const objects = new Set<string>();
  for (const release of new Set([...required, ...stored])) {
    try {
      const manifest = await releases.readManifest(site, release);
      if (!manifest && required.has(release)) {
        throw new SlipwayError(
          'release-missing',
          `The manifest of release "${release}" of site "${site}" is missing; publish the site again.`,
        );
      }
      for await (const { sha256 } of manifest?.files ?? []) objects.add(sha256);
    } catch (error) {
      const isBroken = error instanceof SlipwayError && error.code === 'release-missing';
      if (!isBroken || required.has(release)) throw error;
    }
  }
  return objects;
}
