import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { ArmError } from './arm-error.ts';

/** Gives every answer the ids by which a request is found again in the service's logs. */
export const requestIds: MiddlewareHandler = async (context, next) => {
  await next();
  const clientRequestId = context.req.header('x-ms-client-request-id');
  context.header('x-ms-request-id', randomUUID());
  context.header(
    'x-ms-correlation-request-id',
    context.req.header('x-ms-correlation-request-id') ?? randomUUID(),
  );
  if (clientRequestId) context.header('x-ms-client-request-id', clientRequestId);
};

/** Refuses a request without bearer token or api-version, as ARM does before it looks at anything else. */
export const requestChecks: MiddlewareHandler = async (context, next) => {
  const authorization = context.req.header('authorization') ?? '';
  if (!/^bearer \S+/i.test(authorization)) {
    throw new ArmError(
      401,
      'AuthenticationFailed',
      "Authentication failed. The 'Authorization' header is missing or is no bearer token.",
      { 'WWW-Authenticate': 'Bearer authorization_uri="https://login.microsoftonline.com/organizations"' },
    );
  }
  if (!context.req.query('api-version')) {
    throw new ArmError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  await next();
};

/** Refuses subscriptions other than the given ones. */
export function subscriptionCheck(subscriptions: string[] | undefined): MiddlewareHandler {
  const known = subscriptions && new Set(subscriptions.map((id) => id.toLowerCase()));
  return async (context, next) => {
    const id = context.req.path.split('/')[2] ?? '';
    if (known && !known.has(id.toLowerCase())) {
      throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
    }
    await next();
  };
}
