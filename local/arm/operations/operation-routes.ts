import { Hono } from 'hono';
import { ArmError } from '../server/arm-error.ts';
import type { Operation, Operations } from './operations.ts';

const location = '/subscriptions/:subscription/providers/microsoft.containerinstance/locations/:location';

/** What an operation tells of its group. */
type Told = { events: readonly unknown[]; containers: readonly { events: readonly unknown[] }[] };

/** The polls of long-running operations. */
export function operationRoutes(
  operations: Operations,
  groupOf: (resourceId: string) => Told | undefined,
): Hono {
  const routes = new Hono();

  routes.get(`${location}/operations/:id`, (context) => {
    const { id, groupId, status, startTime, error } = find(context.req.param('id'));
    const group = groupOf(groupId);
    // A failure shows what happened to the group, a success what happened to its containers.
    const events = error ? group?.events : group?.containers.flatMap((container) => container.events);
    return context.json({
      id: groupId,
      name: id,
      status,
      startTime,
      properties: { events: status === 'Pending' ? [] : (events ?? []) },
      ...(error && { error }),
    });
  });

  // Here the client reads the status code alone: 202 goes on, anything else of 2xx has ended.
  routes.get(`${location}/operationresults/:id`, (context) => {
    const { status, error } = find(context.req.param('id'));
    if (status === 'Pending') return context.body(null, 202);
    if (error) throw new ArmError(409, error.code ?? 'OperationFailed', error.message);
    return context.json({});
  });

  function find(id: string): Operation {
    const operation = operations.find(id);
    if (operation) return operation;
    throw new ArmError(404, 'ResourceNotFound', `The operation '${id}' was not found.`);
  }
  return routes;
}
