import { z } from 'zod';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readJson } from '../http/read-body.ts';
import { toldServer } from './server-caller.ts';
import { wakeWhenEmpty } from './wake-when-empty.ts';

const bodySchema = z
  .union(
    [
      z.strictObject({ sessions: z.int().min(0).describe('Players or matches on it now.') }),
      z.strictObject({ add: z.int().describe('How many have come, or gone where it is negative.') }),
    ],
    { error: 'send either "sessions", how many there are, or "add", how many have come or gone' },
  )
  .meta({ id: 'ServerSessions' });

/** A server, or somebody for it, tells how many are on it. */
export function serverSessions(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'serverSessions',
    method: 'POST',
    route: 'fleets/{fleet}/servers/{server}/sessions',
    authLevel: 'anonymous',
    operation: {
      id: 'reportSessions',
      tag: 'Fleets',
      summary: 'Tell how many sessions a server has',
      description: 'With the token of SLIPWAY_SERVER_TOKEN, or a function key. It is a sign of life, too.',
      body: bodySchema,
      answers: {
        200: {
          description: 'How many there are by what was told.',
          json: z.object({ sessions: z.number() }),
        },
      },
      problems: ['token-missing', 'token-invalid', 'token-expired', 'fleet-unknown', 'server-unknown'],
    },
    async handle(request, runs) {
      const { fleet, name, ...server } = await toldServer(deps, request);
      const told = await readJson(request, bodySchema);
      const at = deps.clock.now().toISOString();
      if ('sessions' in told) await deps.serverBeats.merge(fleet, name, { at, sessions: told.sessions });
      const sessions =
        'sessions' in told ? told.sessions : await deps.serverBeats.add(fleet, name, told.add, at);
      await wakeWhenEmpty(runs, { fleet, name, ...server }, { at, sessions });
      return { status: 200, jsonBody: { sessions } };
    },
  };
}
