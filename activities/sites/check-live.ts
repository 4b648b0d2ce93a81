import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { knownSite } from '../../lib/promotion/known-site.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Compares the front page as a visitor gets it with the release; a site without one is confirmed by any answer. */
export function checkLive({
  catalogs,
  liveSites,
  releases,
}: ActivityDependencies): ActivityHandlers['checkLive'] {
  return async ({ site: name, release }) => {
    const site = await knownSite(catalogs, name);
    const manifest = await releases.readManifest(name, release);
    const frontPage = manifest?.files.find((file) => file.path === 'index.html');
    try {
      const seen = await liveSites.fetchPage(site.url);
      if (!frontPage || seen.sha256 === frontPage.sha256) return { kind: 'confirmed' };
      const cache = seen.cache ? `, x-cache ${seen.cache}` : '';
      return { kind: 'notYet', message: `${site.url} answered ${seen.status} with another version${cache}.` };
    } catch (error) {
      return { kind: 'notYet', message: `${site.url} could not be fetched: ${messageOf(error)}` };
    }
  };
}
