import type { Site, Target } from '../../../contract/sites.ts';

/** Where the main line of a site is live. */
export function targetOf({ name, container, prefix, url, cdn }: Site): Target {
  return { site: name, lane: 'production', container, prefix, url, cdn };
}
