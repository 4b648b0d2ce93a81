import type { SiteState } from '../../contract/releases.ts';
import { SlipwayError } from '../errors.ts';
import type { Releases } from '../ports/releases.ts';

/** Others write the state only when they claim, complete or sweep, so a few tries are plenty. */
const mostTries = 5;

/**
 * Changes a site's state under its ETag. `change` sees the state as it is now and returns the new one with an answer; it may
 * be called again when somebody else wrote in between. An undefined state leaves it as it is.
 */
export async function updateSiteState<Answer>(
  releases: Releases,
  site: string,
  change: (state: SiteState) => Promise<{ state?: SiteState; answer: Answer }>,
): Promise<Answer> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const { state, etag } = await releases.readSiteState(site);
    const changed = await change(state);
    if (!changed.state || (await releases.writeSiteState(changed.state, etag)) === 'written')
      return changed.answer;
  }
  throw new SlipwayError(
    'azure-unavailable',
    `The state of site "${site}" was changed by others ${mostTries} times in a row.`,
  );
}
