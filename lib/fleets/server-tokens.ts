import { SlipwayError } from '../errors.ts';
import type { CallbackTokens } from '../ports/callback-tokens.ts';

type ServerOfFleet = { fleet: string; server: string };

/** No run has such an id, so the token of a server opens nothing that a token of a run opens. */
function subjectOf(fleet: string): string {
  return `servers-of/${fleet}`;
}

/** A token with which a server speaks for itself. */
export function issueServerToken(
  tokens: CallbackTokens,
  { fleet, server, number, expiresAt }: ServerOfFleet & { number: number; expiresAt: Date },
): Promise<string> {
  return tokens.issue({ runId: subjectOf(fleet), attempt: number, server, expiresAt });
}

/** Throws `token-invalid` or `token-expired` unless the token is the one of this server. */
export async function verifyServerToken(
  tokens: CallbackTokens,
  token: string,
  { fleet, server }: ServerOfFleet,
): Promise<void> {
  const claim = await tokens.verify(token, subjectOf(fleet));
  if (claim.server !== server)
    throw new SlipwayError('token-invalid', `The token belongs to another server than "${server}".`);
}
