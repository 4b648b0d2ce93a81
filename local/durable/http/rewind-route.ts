import type { Hono } from 'hono';
import { rewindInstance } from '../client/rewind-instance.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { Query } from './query.ts';
import { empty, json } from './respond.ts';
import { decodedId } from './route-path.ts';

/** `POST instances/{id}/rewind`. Its texts, the stray `$` too, are the extension's; the SDK passes them on. */
export function rewindRoute(app: Hono, runtime: Runtime): void {
  app.post('/instances/:id/rewind', async (context) => {
    const id = decodedId(context.req.param('id'));
    const rewind = await rewindInstance(runtime, id, new Query(context.req.url).get('reason') ?? null);
    switch (rewind.kind) {
      case 'accepted':
        return empty(202);
      case 'missing':
        return missingForRewind(id);
      case 'refused':
        return json(
          412,
          `This orchestration has status ${rewind.status}, but only orchestrations in the "Failed" state can be rewound.`,
        );
    }
  });
}

export function missingForRewind(instanceId: string): Response {
  return json(404, `No orchestration with instance ID "$${instanceId}" found.`);
}
