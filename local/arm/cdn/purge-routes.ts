import { type Context, Hono } from 'hono';
import { ArmError } from '../server/arm-error.ts';
import { armOrigin } from '../server/arm-path.ts';
import { readJson } from '../server/read-json.ts';
import { checkContentPaths, checkDomains } from './content-paths.ts';
import type { CdnPurge, PurgeOperation, PurgeQueue } from './purge-queue.ts';

const resourceGroup = '/subscriptions/:subscription/resourcegroups/:resourceGroup/providers/microsoft.cdn';
const results = `${resourceGroup}/operationresults/:id`;

/** Purges of Front Door and of the classic CDN, with the headers of the service. */
export function purgeRoutes(queue: PurgeQueue): Hono {
  const routes = new Hono();
  const purge = (kind: CdnPurge['kind']) => async (context: Context) => {
    const { profile = '', endpoint = '' } = context.req.param() as Record<string, string>;
    const body = (await readJson(context)) as { contentPaths?: unknown; domains?: unknown } | null;
    const contentPaths = checkContentPaths(body?.contentPaths);
    const domains = kind === 'frontDoor' ? checkDomains(body?.domains) : [];
    const operation = queue.add({ kind, profile, endpoint, contentPaths, domains });
    for (const [name, url] of Object.entries(pollUrls(context, operation))) context.header(name, url);
    return context.body(null, 202);
  };
  routes.post(`${resourceGroup}/profiles/:profile/afdendpoints/:endpoint/purge`, purge('frontDoor'));
  routes.post(`${resourceGroup}/profiles/:profile/endpoints/:endpoint/purge`, purge('classic'));

  routes.get(results, (context) => {
    const { status, error } = find(context.req.param('id'));
    // An error object is there from the first poll on.
    return context.json({ status, error: error ?? { code: 'None', message: null } });
  });

  // The classic client asks for the endpoint when its purge has succeeded.
  routes.get(`${results}/profileresults/:profile/:type/:endpoint`, (context) => {
    const { subscription, resourceGroup: group, profile, endpoint, id, type } = context.req.param();
    const { status } = find(id);
    if (status === 'InProgress') return context.body(null, 202);
    const resourceType = type.toLowerCase() === 'endpointresults' ? 'endpoints' : 'afdEndpoints';
    return context.json({
      id: `/subscriptions/${subscription}/resourcegroups/${group}/providers/Microsoft.Cdn/profiles/${profile}/${resourceType}/${endpoint}`,
      name: endpoint,
      type: `Microsoft.Cdn/profiles/${resourceType}`,
      location: 'Global',
      properties: { provisioningState: 'Succeeded', resourceState: 'Running' },
    });
  });

  function find(id: string): PurgeOperation {
    const operation = queue.find(id);
    if (operation) return operation;
    throw new ArmError(404, 'NotFound', `The operation '${id}' was not found.`);
  }
  return routes;
}

/** Both headers, with a query that clients must keep as it is; the service signs it with some 3 KB. */
function pollUrls(context: Context, { id, purge }: PurgeOperation): Record<string, string> {
  const { subscription, resourceGroup: group } = context.req.param() as Record<string, string>;
  const base = `${armOrigin}/subscriptions/${subscription}/resourcegroups/${group}/providers/Microsoft.Cdn/operationresults/${id}`;
  const type = purge.kind === 'frontDoor' ? 'afdendpointresults' : 'endpointresults';
  const query = `api-version=${context.req.query('api-version')}&t=1&c=local_-%2B%3D&s=local-_&h=${id}`;
  return {
    'azure-asyncoperation': `${base}?${query}`,
    location: `${base}/profileresults/${purge.profile}/${type}/${purge.endpoint}?${query}`,
  };
}
