import type { PublishManyRequest } from '../../../contract/publishes.ts';
import { batchRunId } from '../../ids.ts';

/** The runs of the sites of a publish of many, in the order in which they were asked for. */
export function siteRunIds(
  id: string,
  { sites }: PublishManyRequest,
): Array<{ site: string; runId: string }> {
  return sites.map((site) => ({ site, runId: batchRunId(site, id) }));
}
