import { type Context, Hono } from 'hono';
import type { Faults } from '../faults/faults.ts';
import { parseGroupBody } from '../group-model/group-body.ts';
import type { GroupId } from '../group-model/group-id.ts';
import { operationResultUrl, operationUrl } from '../operations/operations.ts';
import type { RateLimiter } from '../server/rate-limiter.ts';
import { readJson } from '../server/read-json.ts';
import type { ContainerGroups } from './container-groups.ts';
import { publicGroup } from './public-group.ts';

const groupsOfSubscription =
  '/subscriptions/:subscription/providers/microsoft.containerinstance/containergroups';
const groupsOfResourceGroup =
  '/subscriptions/:subscription/resourcegroups/:resourceGroup/providers/microsoft.containerinstance/containergroups';
export const groupPath = `${groupsOfResourceGroup}/:name`;

/** The requests about container groups, with the status codes of the service. */
export function groupRoutes(groups: ContainerGroups, limiter: RateLimiter, faults: Faults): Hono {
  const routes = new Hono();

  routes.put(groupPath, async (context) => {
    const id = groupId(context);
    setHeaders(context, limiter.take(id.subscription, 'create'));
    const { record, created, operation } = await groups.put(id, parseGroupBody(await readJson(context)));
    context.header('azure-asyncoperation', operationUrl(operation));
    return context.json(publicGroup(record, { instanceViews: true }), created ? 201 : 200);
  });

  routes.get(groupPath, (context) => {
    const record = groups.get(groupId(context));
    const view = {
      instanceViews: true,
      withoutContainerViews: faults.take('missingInstanceView', record.name) !== undefined,
      withoutContainerEvents: faults.take('missingEvents', record.name) !== undefined,
    };
    return context.json(publicGroup(record, view));
  });

  routes.patch(groupPath, async (context) => {
    const body = (await readJson(context)) as { tags?: Record<string, string> } | null;
    const id = groupId(context);
    const record = body?.tags ? groups.updateTags(id, body.tags) : groups.get(id);
    return context.json(publicGroup(record, { instanceViews: true }));
  });

  routes.delete(groupPath, (context) => {
    const id = groupId(context);
    setHeaders(context, limiter.take(id.subscription, 'delete'));
    const record = groups.delete(id);
    return record ? context.json(publicGroup(record, { instanceViews: true })) : context.body(null, 204);
  });

  // Any other success makes the SDK throw: stop is no long-running operation there.
  routes.post(`${groupPath}/stop`, (context) => {
    groups.stop(groupId(context));
    return context.body(null, 204);
  });

  routes.post(`${groupPath}/start`, (context) => {
    const operation = groups.start(groupId(context));
    if (!operation) return context.body(null, 204);
    context.header('location', operationResultUrl(operation));
    context.header('retry-after', '1');
    return context.body(null, 202);
  });

  routes.post(`${groupPath}/restart`, (context) => {
    const operation = groups.restart(groupId(context));
    context.header('location', operationResultUrl(operation));
    context.header('retry-after', '1');
    return context.body(null, 204);
  });

  routes.get(`${groupPath}/outboundnetworkdependenciesendpoints`, (context) => {
    groups.get(groupId(context));
    return context.json([]);
  });

  const list = (context: Context): Response => {
    const records = groups.list(context.req.param('subscription') ?? '', context.req.param('resourceGroup'));
    return context.json({ value: records.map((record) => publicGroup(record, { instanceViews: false })) });
  };
  routes.get(groupsOfSubscription, list);
  routes.get(groupsOfResourceGroup, list);
  return routes;
}

export function groupId(context: Context): GroupId {
  return {
    subscription: context.req.param('subscription') ?? '',
    resourceGroup: context.req.param('resourceGroup') ?? '',
    name: context.req.param('name') ?? '',
  };
}

function setHeaders(context: Context, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
}
