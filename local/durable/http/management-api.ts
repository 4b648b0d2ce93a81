import { Hono } from 'hono';
import type { Runtime } from '../runtime/runtime.ts';
import { entityRoutes } from './entity-routes.ts';
import { instanceRoutes } from './instance-routes.ts';
import { listRoutes } from './list-routes.ts';
import { Query } from './query.ts';
import { empty, problem } from './respond.ts';
import { restartRoutes } from './restart-routes.ts';
import { rewindRoute } from './rewind-route.ts';
import { routePath } from './route-path.ts';
import { startRoutes } from './start-routes.ts';

/** The HTTP API of the extension, under the webhook path and under the loopback base of the SDK's client. */
export function managementApi(
  runtime: Runtime,
  systemKey: () => string | undefined,
): (request: Request) => Promise<Response> {
  const app = new Hono({ getPath: (request) => routePath(request.url) });
  startRoutes(app, runtime, systemKey);
  listRoutes(app, runtime);
  restartRoutes(app, runtime, systemKey);
  rewindRoute(app, runtime);
  instanceRoutes(app, runtime);
  entityRoutes(app, runtime);
  app.all('/makeprimary', () => empty(200));
  app.notFound(() => empty(404));
  app.onError((error) => {
    runtime.log({ level: 'error', message: `The management API failed: ${error.stack ?? error.message}` });
    return problem(500, 'Something went wrong while processing your request', {
      type: 'System.Exception',
      message: error.message,
    });
  });
  return async (request) => {
    // Hono would answer a HEAD as a GET.
    if (request.method === 'HEAD') return empty(404);
    const hub = new Query(request.url).get('taskHub');
    if (hub !== undefined && hub.toLowerCase() !== runtime.settings.hubName.toLowerCase()) return empty(404);
    return app.fetch(request);
  };
}
