import type { HttpRequest } from '@azure/functions';
import { SlipwayError } from '../../lib/errors.ts';

const keyPattern = /^[A-Za-z0-9_-]{1,100}$/;

/** What makes a request the same as another: its Idempotency-Key, or nothing, so that each one starts a run of its own. */
export function requestCause(request: HttpRequest, newId: () => string): string {
  const key = request.headers.get('idempotency-key');
  if (key === null) return `request:${newId()}`;
  if (keyPattern.test(key)) return `request:${key}`;
  throw new SlipwayError(
    'invalid-request',
    'The header Idempotency-Key takes 1 to 100 letters, digits, hyphens and underscores.',
  );
}
