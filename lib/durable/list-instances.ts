import type { DurableClient } from 'durable-functions';
import { z } from 'zod';
import type { RunPage, RunQuery } from '../../contract/runs.ts';
import { SlipwayError } from '../errors.ts';

const continuationHeader = 'x-ms-continuation-token';
const timeoutMs = 30_000;

const instanceSchema = z.object({
  instanceId: z.string(),
  name: z.string(),
  runtimeStatus: z.string(),
  input: z.unknown(),
  output: z.unknown(),
  customStatus: z.unknown(),
  createdTime: z.string(),
  lastUpdatedTime: z.string(),
});

/** One page of instances, asked of the management API itself: the durable client can only fetch all of them. */
export async function listInstances(
  client: Pick<DurableClient, 'createHttpManagementPayload'>,
  query: RunQuery,
): Promise<RunPage> {
  const response = await fetch(instancesUrl(client, query), {
    headers: query.cursor ? { [continuationHeader]: query.cursor } : {},
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    throw new SlipwayError(
      'azure-unavailable',
      `The durable hub answered ${response.status} to a list of runs.`,
    );
  }
  const instances = z.array(instanceSchema).parse(await response.json());
  const cursor = response.headers.get(continuationHeader);
  return {
    records: instances.map(({ instanceId, createdTime, lastUpdatedTime, ...instance }) => ({
      ...instance,
      id: instanceId,
      createdAt: isoOf(createdTime),
      updatedAt: isoOf(lastUpdatedTime),
    })),
    ...(cursor ? { cursor } : {}),
  };
}

/** The URL of one instance has everything: where the API is, which hub, and the key. */
function instancesUrl(client: Pick<DurableClient, 'createHttpManagementPayload'>, query: RunQuery): URL {
  const marker = 'any';
  const url = new URL(client.createHttpManagementPayload(marker).statusQueryGetUri);
  url.pathname = url.pathname.replace(new RegExp(`/${marker}$`), '');
  if (query.prefix) url.searchParams.set('instanceIdPrefix', query.prefix);
  if (query.since) url.searchParams.set('createdTimeFrom', query.since);
  if (query.runtimeStatuses?.length) url.searchParams.set('runtimeStatus', query.runtimeStatuses.join(','));
  url.searchParams.set('top', String(query.top));
  return url;
}

function isoOf(time: string): string {
  return new Date(time).toISOString();
}
