import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import type { Server } from '../../contract/fleets.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { verifyServerToken } from '../../lib/fleets/server-tokens.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { call2018 } from './call-2018.ts';
import { delete2018 } from './delete-2018.ts';
import { namedGroup } from './named-group.ts';
import { groups2018, server2018 } from './servers-2018.ts';

/** A count may come as a text: shells post such. */
const bodySchema = z.array(namedGroup.extend({ activeSessions: z.coerce.number().int().min(0) })).max(1_000);

/**
 * Takes counts of sessions, from servers and from callers. In 2018 every server had the same key, for all servers; here the URL
 * in ACI_SET_SESSIONS_URL has a token of its server alone, so the key is not left to the host.
 */
export function aciSetSessions(deps: TriggerDependencies): HttpTrigger {
  return call2018({
    name: 'ACISetSessions',
    id: 'aciSetSessions',
    summary: 'Set counts of sessions, as in 2018',
    authLevel: 'anonymous',
    refusal: 'Need to specify array of object containing resourceGroup, containerGroupName, activeSessions',
    async answer(body, request, runs) {
      const { data: counts } = bodySchema.safeParse(body);
      if (!counts) return undefined;
      const serverOf = await permission(deps, request);
      for (const { containerGroupName, activeSessions } of counts)
        await note(deps, runs, await serverOf(containerGroupName), activeSessions);
      return 'Update OK';
    },
  });
}

/** The servers whose counts the bearer may set: with a function key everybody's, with the token of a server its own. */
async function permission(
  deps: TriggerDependencies,
  request: HttpRequest,
): Promise<(name: string) => Promise<Server>> {
  const key = request.query.get('code') ?? request.headers.get('x-functions-key') ?? undefined;
  // A token is three parts with dots between them; the host is not asked about each server's.
  const isToken = key?.split('.').length === 3;
  if (!isToken && (await deps.kubernetes.hasAccess(key))) return (name) => server2018(deps, name);
  if (key === undefined)
    throw new SlipwayError('token-missing', 'Put a function key, or the token of the server, into "code".');
  return (name) => ownServer(deps, name, key);
}

/** One answer to whatever is wrong: by another, a stranger would learn which servers there are. */
async function ownServer(deps: TriggerDependencies, name: string, token: string): Promise<Server> {
  try {
    const server = await server2018(deps, name);
    await verifyServerToken(deps.tokens, token, { fleet: server.fleet, server: name });
    return server;
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.fault !== 'user') throw error;
    throw new SlipwayError('token-invalid', `This is not the token of a server "${name}".`);
  }
}

async function note(deps: TriggerDependencies, runs: Runs, server: Server, sessions: number): Promise<void> {
  const { fleet, name, state } = server;
  const before = await deps.serverBeats.read(fleet, name);
  const at = deps.clock.now().toISOString();
  await deps.serverBeats.write(fleet, name, { ...before, at, sessions });
  if (fleet === groups2018) {
    if (state === 'draining' && sessions === 0) await delete2018(deps, runs, server);
  } else if (before?.sessions !== sessions) await wakeFleet(runs, fleet);
}
