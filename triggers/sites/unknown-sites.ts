import { SlipwayError } from '../../lib/errors.ts';
import type { Catalogs } from '../../lib/ports/catalogs.ts';

/** The error for sites that the catalog does not have; it names those that it has. */
export async function unknownSites(catalogs: Catalogs, names: readonly string[]): Promise<SlipwayError> {
  const known = (await catalogs.sites()).map((site) => site.name);
  const quoted = names.map((name) => `"${name}"`).join(', ');
  return new SlipwayError(
    'site-unknown',
    `The catalog has no ${quoted}; it has: ${known.join(', ') || 'no site at all'}.`,
    { details: { unknown: names, sites: known } },
  );
}
