import { appendFileSync } from 'node:fs';
import type { MiddlewareHandler } from 'hono';
import { azureActions } from './azure-actions.ts';

/**
 * Appends to a file, a line each, what the app asked for in terms of Azure's roles. `npm run infra:actions` sets the file for a run of
 * the tests, of which many start an emulator; requests of others than the app, such as the emulator's own tests, are left out.
 */
export function recordActions(file = process.env.RECORD_ARM_ACTIONS): MiddlewareHandler {
  const known = new Set<string>();
  return async (context, next) => {
    if (file && /^slipway\b/.test(context.req.header('user-agent') ?? '')) {
      const body = context.req.method === 'PUT' ? await context.req.raw.clone().json() : undefined;
      for (const action of azureActions(context.req.method, new URL(context.req.url).pathname, body)) {
        if (!known.has(action)) appendFileSync(file, `${action}\n`);
        known.add(action);
      }
    }
    await next();
  };
}
