import type { IncomingMessage } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { ArmError } from '../server/arm-error.ts';
import type { Faults } from './faults.ts';

/** The faults that strike a request whatever it asks for: 429, 500, and an answer that gets lost. */
export function requestFaults(faults: Faults): MiddlewareHandler {
  return async (context, next) => {
    const target = targetOf(context.req.path);
    const throttle = faults.take('throttle', target);
    if (throttle) {
      const { retryAfterSeconds } = throttle;
      throw new ArmError(
        429,
        'TooManyRequests',
        'Too many requests. Please retry later.',
        retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
      );
    }
    if (faults.take('serverError', target)) {
      throw new ArmError(500, 'InternalServerError', 'Encountered an internal server error.');
    }
    const isLost = faults.take('lostAnswer', target) !== undefined;
    await next();
    if (isLost) (context.env as { incoming?: IncomingMessage }).incoming?.socket.destroy();
  };
}

/** The name of the group or CDN endpoint in a path, empty when it names none. */
function targetOf(path: string): string {
  return /\/(?:containergroups|endpoints|afdendpoints)\/([^/]+)/i.exec(path)?.[1] ?? '';
}
