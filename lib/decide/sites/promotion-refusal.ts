import type { ManifestHeader } from '../../../contract/build.ts';
import type { LiveRelease } from '../../../contract/releases.ts';

/** A site of fewer pages may lose most of them in an ordinary edit. */
const fewPages = 4;

/** Why a release must not go live unless somebody forces it: it would take much of the live site away. */
export function promotionRefusal(
  next: ManifestHeader,
  live: Pick<LiveRelease, 'pages' | 'hasFrontPage'> | undefined,
  deletions: { count: number; most: number },
): string | undefined {
  const reason = refusedFor(next, live, deletions);
  return reason && `Release ${next.release} of site "${next.site}" ${reason}`;
}

const howToForce = 'If that is meant, publish with "force": true.';

function refusedFor(
  next: ManifestHeader,
  live: Pick<LiveRelease, 'pages' | 'hasFrontPage'> | undefined,
  { count, most }: { count: number; most: number },
): string | undefined {
  if (live?.hasFrontPage && !next.frontPage)
    return `has no index.html at its root, where the live one has it; look for missing layouts or a theme that was not fetched. ${howToForce}`;
  if (live && live.pages >= fewPages && next.pages * 2 < live.pages)
    return `has ${next.pages} pages, less than half of the ${live.pages} that are live. ${howToForce}`;
  if (count > most)
    return `would delete ${count} of the live files, more than the site's limit of ${most}. ${howToForce} To allow it always, raise "maxDeletions" of the site in the catalog.`;
  return undefined;
}
