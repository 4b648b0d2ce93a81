import type { HttpRequest } from '@azure/functions';
import type { Server } from '../../contract/fleets.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { verifyServerToken } from '../../lib/fleets/server-tokens.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { fleetNameOf } from './allocation-fields.ts';

/**
 * The server that a request is about, if whoever sends it may tell of it: the server with its own token, or anybody with a
 * function key. Throws `token-missing`, `token-invalid`, `token-expired`, `server-unknown`.
 */
export async function toldServer(
  deps: Pick<TriggerDependencies, 'tokens' | 'kubernetes' | 'fleetServers'>,
  request: HttpRequest,
): Promise<Server> {
  const [fleet, name] = [fleetNameOf(request), request.params.server ?? ''];
  const key = request.headers.get('x-functions-key') ?? request.query.get('code') ?? undefined;
  const [, bearer] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  // Where App Service checks who calls, it refuses bearer tokens that are not of Entra.
  const token = request.headers.get('x-slipway-token') ?? bearer;
  if (token !== undefined) await verifyServerToken(deps.tokens, token, { fleet, server: name });
  else if (!(await deps.kubernetes.hasAccess(key)))
    throw new SlipwayError(
      key === undefined ? 'token-missing' : 'token-invalid',
      'Send "Authorization: Bearer TOKEN" with the token of SLIPWAY_SERVER_TOKEN, or a function key in x-functions-key.',
    );
  const server = (await deps.fleetServers.read(fleet, name))?.server;
  if (server && server.state !== 'gone') return server;
  throw new SlipwayError('server-unknown', `The fleet "${fleet}" has no server "${name}" any more.`);
}
