import type { Hono } from 'hono';
import { restartInstance } from '../client/restart-instance.ts';
import { InstanceExists } from '../client/start-orchestration.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { Query } from './query.ts';
import { problem } from './respond.ts';
import { decodedId } from './route-path.ts';
import { startedResponse } from './start-routes.ts';

/** `POST instances/{id}/restart` and `restartWithOptions`. */
export function restartRoutes(app: Hono, runtime: Runtime, systemKey: () => string | undefined): void {
  const restart = async (
    url: string,
    instanceId: string,
    to: { instanceId?: string; version?: string },
  ): Promise<Response> => {
    try {
      const started = await restartInstance(runtime, instanceId, to);
      if (started !== undefined) return startedResponse(runtime, url, started, systemKey());
      return missingForRestart(instanceId);
    } catch (error) {
      if (!(error instanceof InstanceExists)) throw error;
      return problem(409, 'A non-terminal instance with this instance ID already exists.', {
        type: 'DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException',
        message: error.message,
      });
    }
  };

  app.post('/instances/:id/restart', (context) => {
    const id = decodedId(context.req.param('id'));
    const keepsId = new Query(context.req.url).flag('restartWithNewInstanceId') === false;
    return restart(context.req.url, id, keepsId ? { instanceId: id } : {});
  });

  app.post('/instances/:id/restartwithoptions', (context) => {
    const query = new Query(context.req.url);
    const newId = query.get('newInstanceId');
    const version = query.get('version');
    if (!newId) return problem(400, 'A new orchestration instance ID must be provided.');
    if (newId.startsWith('@')) {
      const message = "Orchestration instance IDs must not start with @. (Parameter 'newInstanceId')";
      return problem(400, message, { type: 'System.ArgumentException', message });
    }
    const id = decodedId(context.req.param('id'));
    return restart(context.req.url, id, { instanceId: newId, ...(version && { version }) });
  });
}

export function missingForRestart(instanceId: string): Response {
  return problem(400, 'InstanceId does not match a valid orchestration instance.', {
    type: 'System.ArgumentException',
    message: `No instance with ID '${instanceId}' was found. (Parameter 'instanceId')`,
  });
}
