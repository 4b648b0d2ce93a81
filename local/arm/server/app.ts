import { Hono } from 'hono';
import type { ArmLog } from '../arm-log.ts';
import { ArmError } from './arm-error.ts';
import { routePath } from './arm-path.ts';
import { requestIds } from './request-checks.ts';

/** The emulator's HTTP face: own routes first, then ARM's behind its checks. */
export function createApp(options: {
  /** Routes that are not ARM's. */
  open: Hono[];
  /** Middleware in front of every ARM route, in order. */
  checks: Parameters<Hono['use']>[1][];
  arm: Hono[];
  log: ArmLog;
}): Hono {
  const app = new Hono({ getPath: (request) => routePath(new URL(request.url).pathname) });
  for (const routes of options.open) app.route('/', routes);
  app.use('/subscriptions/*', requestIds);
  for (const check of options.checks) app.use('/subscriptions/*', check);
  for (const routes of options.arm) app.route('/', routes);
  app.notFound((context) =>
    context.json(
      {
        error: {
          code: 'InvalidResourceType',
          message: `The local cloud has nothing at '${context.req.path}'.`,
        },
      },
      404,
    ),
  );
  app.onError((error, context) => {
    if (error instanceof ArmError) return context.json(error.body, error.status, error.headers);
    options.log(
      'warning',
      `ARM emulator: ${context.req.method} ${context.req.path}: ${error.stack ?? error}`,
    );
    return context.json(
      { error: { code: 'InternalServerError', message: 'Encountered an internal server error.' } },
      500,
    );
  });
  return app;
}
