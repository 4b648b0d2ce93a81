import type { Place } from '../../../contract/releases.ts';
import type { Site, Target } from '../../../contract/sites.ts';

/** Where the main line of a site is live. */
export function targetOf({ name, container, prefix, url, cdn }: Site): Target {
  return { site: name, lane: 'production', container, prefix, url, cdn };
}

/** The place of a target: what of it tells where its files lie. */
export function placeOf({ container, prefix, url }: Target): Place {
  return { container, prefix, url };
}
