import type { Releases } from '../ports/releases.ts';

/** Whether this run is still the one that may change the live files of the site. */
export async function holdsClaim(releases: Releases, site: string, runId: string): Promise<boolean> {
  return (await releases.readSiteState(site)).state.promoting?.runId === runId;
}
