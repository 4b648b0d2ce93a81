import type { HttpRequest } from '@azure/functions';
import { isAlive } from '../../lib/decide/is-alive.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import { unknownRun } from '../http/run-links.ts';

/** The token with which a container proves whose it is. Throws `token-missing`. */
export function bearerToken(request: HttpRequest): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token) return token;
  throw new SlipwayError(
    'token-missing',
    'The header Authorization is missing; send "Bearer TOKEN" with the token of SLIPWAY_CALLBACK_TOKEN.',
  );
}

/** Whether the run of a container still listens to it. Throws `run-unknown`. */
export async function isListening(runs: Runs, id: string): Promise<boolean> {
  const state = await runs.stateOf(id);
  if (state === 'unknown') throw unknownRun(id);
  return isAlive(state);
}
