import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { errorEntry, SlipwayError } from '../../lib/errors.ts';

/** What is thrown becomes an RFC 9457 document. Of an unexpected error only the correlation id leaves the app. */
export function problem(error: unknown, request: HttpRequest, correlationId: string): HttpResponseInit {
  const known =
    error instanceof SlipwayError
      ? error
      : new SlipwayError(
          'internal',
          `Something unexpected happened; the log of the app has it under ${correlationId}.`,
          { details: { correlationId } },
        );
  const { status, title, retryAfterSeconds } = errorEntry(known.code);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(known.code.startsWith('token-') ? { 'www-authenticate': 'Bearer' } : {}),
      ...(retryAfterSeconds ? { 'retry-after': String(retryAfterSeconds) } : {}),
    },
    body: JSON.stringify({
      // First, so that no detail can take the place of a member that the standard defines.
      ...known.details,
      type: `urn:slipway:problem:${known.code}`,
      title,
      status,
      detail: known.message,
      code: known.code,
      // Without the query, which may carry a function key.
      instance: new URL(request.url).pathname,
    }),
  };
}
