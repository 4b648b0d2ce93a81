import { Hono } from 'hono';
import type { Runtime } from '../runtime/runtime.ts';
import { entityRoutes } from './entity-routes.ts';
import { instanceRoutes } from './instance-routes.ts';
import { listRoutes } from './list-routes.ts';
import { answerOfOtherHub, answerOfUnknownConnection } from './other-hub.ts';
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
    const query = new Query(request.url);
    const connection = query.get('connection');
    if (connection && !isOwnConnection(runtime, connection)) return answerOfUnknownConnection(connection);
    const hub = query.get('taskHub');
    if (hub && hub.toLowerCase() !== runtime.settings.hubName.toLowerCase()) {
      return answerOfOtherHub(runtime, request, hub, systemKey());
    }
    return app.fetch(request);
  };
}

/** The name of the app's storage, with the prefix that settings may have. */
function isOwnConnection({ settings }: Runtime, name: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/^azurewebjobs/, '');
  return [settings.connectionName, 'Storage'].some((own) => bare(own) === bare(name));
}
