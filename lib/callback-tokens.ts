import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { SlipwayError } from './errors.ts';
import type { CallbackTokens } from './ports/callback-tokens.ts';
import type { Clock } from './ports/clock.ts';
import type { Secret } from './secret.ts';

const algorithm = 'HS256';

const claimsSchema = z.object({
  sub: z.string(),
  /** Seconds since the epoch. */
  exp: z.number(),
  attempt: z.number(),
  container: z.string().optional(),
  releases: z.string().optional(),
  input: z.string().optional(),
  server: z.string().optional(),
});

/** Tokens signed with the app's own secret: nothing has to be kept for them to be checked. */
export function callbackTokens(secret: Secret, clock: Clock): CallbackTokens {
  const key = new TextEncoder().encode(secret.reveal());
  return {
    issue: ({ runId, expiresAt, ...claims }) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm })
        .setSubject(runId)
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1_000))
        .sign(key),

    async verify(token, runId) {
      const claims = claimsSchema.safeParse(await payloadOf(token, key, clock.now()));
      if (!claims.success) throw new SlipwayError('token-invalid', 'The token names no attempt.');
      const { sub, exp, ...rest } = claims.data;
      if (sub !== runId)
        throw new SlipwayError('token-invalid', `The token belongs to another run than "${runId}".`);
      return { ...rest, expiresAt: new Date(exp * 1_000) };
    },
  };
}

async function payloadOf(token: string, key: Uint8Array, now: Date): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: [algorithm], currentDate: now });
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
