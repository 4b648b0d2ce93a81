import { createHash } from 'node:crypto';
import type { HttpRequest } from '@azure/functions';
import { SlipwayError } from '../../lib/errors.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { IdempotencyKeys } from '../../lib/ports/idempotency-keys.ts';

const keyPattern = /^[A-Za-z0-9_-]{1,100}$/;

type Keys = { idempotencyKeys: IdempotencyKeys; clock: Clock; newId: () => string };

/** `cause`: what makes a request the same as another. All that are the same have been made when the first of them was. */
export type ClaimedRequest = { cause: string; requestedAt: string };

/**
 * Requests are the same by their Idempotency-Key, claimed for this body by a conditional write; without one, each starts a run
 * of its own. Throws `idempotency-mismatch` for a key that was used with another body.
 */
export async function claimRequest(
  { idempotencyKeys, clock, newId }: Keys,
  request: HttpRequest,
  body: unknown,
): Promise<ClaimedRequest> {
  const now = clock.now().toISOString();
  const key = request.headers.get('idempotency-key');
  if (key === null) return { cause: `request:${newId()}`, requestedAt: now };
  if (!keyPattern.test(key)) {
    throw new SlipwayError(
      'invalid-request',
      'The header Idempotency-Key takes 1 to 100 letters, digits, hyphens and underscores.',
    );
  }
  const claim = { body: digest(JSON.stringify(body)), claimedAt: now };
  const holds = await idempotencyKeys.claim(digest(`${new URL(request.url).pathname}\n${key}`), claim);
  if (holds.body === claim.body) return { cause: `request:${key}`, requestedAt: holds.claimedAt };
  throw new SlipwayError(
    'idempotency-mismatch',
    `The Idempotency-Key "${key}" was used with another body; use a new key for a new request.`,
  );
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
