import type { HttpRequest } from '@azure/functions';
import type { RunRecord } from '../../contract/runs.ts';
import { isAlive } from '../../lib/decide/runs/is-alive.ts';
import { runStateOf } from '../../lib/durable/run-state.ts';
import { SlipwayError } from '../../lib/errors.ts';

/** The token with which a container proves whose it is. Throws `token-missing`. */
export function bearerToken(request: HttpRequest): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token) return token;
  throw new SlipwayError(
    'token-missing',
    'The header Authorization is missing; send "Bearer TOKEN" with the token of SLIPWAY_CALLBACK_TOKEN.',
  );
}

/** Whether the run of a container still listens to it. */
export function isActive(run: RunRecord): boolean {
  return isAlive(runStateOf(run));
}
