import { errors, jwtVerify, SignJWT } from 'jose';
import { SlipwayError } from './errors.ts';
import type { CallbackTokens } from './ports/callback-tokens.ts';
import type { Clock } from './ports/clock.ts';
import type { Secret } from './secret.ts';

const algorithm = 'HS256';

/** Tokens signed with the app's own secret: nothing has to be kept for them to be checked. */
export function callbackTokens(secret: Secret, clock: Clock): CallbackTokens {
  const key = new TextEncoder().encode(secret.reveal());
  return {
    issue: ({ runId, attempt, expiresAt }) =>
      new SignJWT({ attempt })
        .setProtectedHeader({ alg: algorithm })
        .setSubject(runId)
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1_000))
        .sign(key),

    async verify(token, runId) {
      const { sub, attempt } = await payloadOf(token, key, clock.now());
      if (sub !== runId)
        throw new SlipwayError('token-invalid', `The token belongs to another run than "${runId}".`);
      if (typeof attempt !== 'number') throw new SlipwayError('token-invalid', 'The token names no attempt.');
      return { attempt };
    },
  };
}

async function payloadOf(token: string, key: Uint8Array, now: Date): Promise<Record<string, unknown>> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      requiredClaims: ['sub', 'exp'],
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new SlipwayError(
        'token-expired',
        'The token has expired: the deadlines of its attempt are over.',
      );
    }
    throw new SlipwayError('token-invalid', 'The token was not issued by this app.');
  }
}
