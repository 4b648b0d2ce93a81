import type { PublishManyRequest } from '../../contract/publishes.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { siteRunIds } from '../../lib/decide/runs/site-run-ids.ts';

/** The runs of the sites of a publish of many; undefined for other runs. */
export function siteRunsOf({ id, name, input }: RunRecord): ReturnType<typeof siteRunIds> | undefined {
  return name === 'publishSites' && typeof input === 'object' && input !== null
    ? siteRunIds(id, input as PublishManyRequest)
    : undefined;
}
