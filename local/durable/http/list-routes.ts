import type { Hono } from 'hono';
import { listInstances } from '../client/list-instances.ts';
import { purgeInstances } from '../client/purge.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { Query, statesOf } from './query.ts';
import { empty, json, problem } from './respond.ts';

/** `GET` and `DELETE instances`: many at once, by filter. */
export function listRoutes(app: Hono, runtime: Runtime): void {
  app.get('/instances', (context) => {
    const query = new Query(context.req.url);
    const top = query.integer('top');
    if (top !== undefined && top < 0)
      return problem(500, 'Something went wrong while processing your request');
    const statuses = statesOf(query.list('runtimeStatus'));
    if (statuses.includes('-1')) return unknownState();
    const prefix = query.get('instanceIdPrefix');
    const from = query.time('createdTimeFrom');
    const to = query.time('createdTimeTo');
    const token = context.req.header('x-ms-continuation-token');
    // A list of all instances always shows their inputs, as on Azure.
    const isFiltered = [prefix, from, to].some((given) => given !== undefined) || statuses.length > 0;
    const page = listInstances(runtime, {
      ...(prefix && { prefix }),
      ...(from !== undefined && { createdFromMs: from }),
      ...(to !== undefined && { createdToMs: to }),
      statuses,
      showInput: !isFiltered || (query.flag('showInput') ?? true),
      ...(top !== undefined && { top }),
      ...(token && { continuationToken: token }),
    });
    return json(200, page.instances, { 'x-ms-continuation-token': page.continuationToken ?? '' });
  });

  app.delete('/instances', async (context) => {
    const query = new Query(context.req.url);
    const from = query.time('createdTimeFrom');
    if (from === undefined) return json(400, "Please provide value for 'createdTimeFrom' parameter.");
    const purge = await purgeInstances(runtime, {
      createdFromMs: from,
      createdToMs: query.time('createdTimeTo') ?? runtime.clock.now(),
      statuses: statesOf(query.list('runtimeStatus')),
    });
    return purge.kind === 'purged' ? json(200, { instancesDeleted: purge.instances }) : empty(404);
  });
}

/** The number by which .NET knows a state that it does not know. */
function unknownState(): Response {
  return problem(400, 'One or more of the arguments submitted is incorrect', {
    type: 'System.ArgumentException',
    message: "Requested value 'Unknown' was not found.",
  });
}
