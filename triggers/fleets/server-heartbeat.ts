import { z } from 'zod';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readOptionalJson } from '../http/read-body.ts';
import { drainSchema, stateSchema } from '../views/fleet-view-schemas.ts';
import { toldServer } from './server-caller.ts';
import { wakeWhenEmpty } from './wake-when-empty.ts';

/** In characters of JSON. */
const longestStatus = 2_000;

const bodySchema = z.strictObject({
  sessions: z.int().min(0).optional().describe('Players or matches on it. Without it the last count stays.'),
  status: z
    .unknown()
    .refine(
      (status) => JSON.stringify(status ?? null).length <= longestStatus,
      `at most ${longestStatus} characters of JSON`,
    )
    .optional()
    .describe('Small, for people: it is shown with the server.'),
});

const noticeSchema = z.object({
  state: stateSchema,
  drain: drainSchema.nullable().describe('Once it is to take no new sessions, and to end when it is empty.'),
});

/** A server tells that it lives, and learns whether it is to go. */
export function serverHeartbeat(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'serverHeartbeat',
    method: 'POST',
    route: 'fleets/{fleet}/servers/{server}/heartbeat',
    authLevel: 'anonymous',
    operation: {
      id: 'sendHeartbeat',
      tag: 'Fleets',
      summary: 'Tell that a server lives',
      description: 'With the token of SLIPWAY_SERVER_TOKEN, or a function key.',
      body: bodySchema,
      bodyIsOptional: true,
      answers: { 200: { description: 'What the fleet wants of it.', json: noticeSchema } },
      problems: ['token-missing', 'token-invalid', 'token-expired', 'fleet-unknown', 'server-unknown'],
    },
    async handle(request, runs) {
      const server = await toldServer(deps, request);
      const { sessions, status } = await readOptionalJson(request, bodySchema);
      const beat = await deps.serverBeats.merge(server.fleet, server.name, {
        at: deps.clock.now().toISOString(),
        ...(sessions === undefined ? {} : { sessions }),
        ...(status === undefined ? {} : { status }),
      });
      // Its first sign of life, or its first again: players may be waiting for it.
      if (server.state === 'creating' || server.state === 'unhealthy') await wakeFleet(runs, server.fleet);
      await wakeWhenEmpty(runs, server, beat);
      return { status: 200, jsonBody: { state: server.state, drain: server.drain ?? null } };
    },
  };
}
