import type { Site } from '../../contract/sites.ts';
import { SlipwayError } from '../errors.ts';
import type { Catalogs } from '../ports/catalogs.ts';

/** The site of a run that is under way. Throws when the catalog lost it meanwhile: trying again helps once it is back. */
export async function knownSite(catalogs: Catalogs, name: string): Promise<Site> {
  const site = await catalogs.site(name);
  if (site) return site;
  throw new SlipwayError(
    'site-unknown',
    `Site "${name}" is no longer in the catalog; put it back to let its run finish.`,
  );
}
