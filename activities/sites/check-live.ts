import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Compares the front page as a visitor gets it with the release; a site without one is confirmed by any answer. */
export function checkLive({ liveSites, releases }: ActivityDependencies): ActivityHandlers['checkLive'] {
  return async ({ target: { site, url }, release }) => {
    const manifest = await releases.readManifest(site, release);
    manifest?.close();
    const frontPage = manifest?.header.frontPage;
    try {
      const seen = await liveSites.fetchPage(url);
      if (!frontPage || seen.sha256 === frontPage) return { kind: 'confirmed' };
      const cache = seen.cache ? `, x-cache ${seen.cache}` : '';
      return { kind: 'notYet', message: `${url} answered ${seen.status} with another version${cache}.` };
    } catch (error) {
      return { kind: 'notYet', message: `${url} could not be fetched: ${messageOf(error)}` };
    }
  };
}
