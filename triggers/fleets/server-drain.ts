import { z } from 'zod';
import type { Server } from '../../contract/fleets.ts';
import { drainOnRequest } from '../../lib/decide/fleets/drain-on-request.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { updateServer } from '../../lib/fleets/update-server.ts';
import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readOptionalJson } from '../http/read-body.ts';
import { serverViewSchema } from '../views/fleet-view-schemas.ts';
import { serverOfRequest, viewOfServer } from './fleet-of-request.ts';

const bodySchema = z.strictObject({
  deadlineMinutes: z
    .number()
    .min(0)
    .max(10_080)
    .optional()
    .describe("How long players may stay; 0 takes it away at once. The fleet's own when absent."),
});

/** Of a fleet that nobody defines any more. */
const lastingMinutes = 60;

/** Somebody wants one server to take no new sessions, and to go when it is empty or at a deadline. */
export function serverDrain(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'serverDrain',
    method: 'POST',
    route: 'fleets/{fleet}/servers/{server}/drain',
    authLevel: 'function',
    operation: {
      id: 'drainServer',
      tag: 'Fleets',
      summary: 'Drain a server',
      description:
        'It takes no new sessions, is told, and goes when it is empty, or at the deadline. The fleet makes another one if it needs it.',
      visibility: 'important',
      body: bodySchema,
      bodyIsOptional: true,
      answers: { 202: { description: 'It drains.', json: serverViewSchema } },
      problems: ['fleet-unknown', 'server-unknown', 'server-state', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const { deadlineMinutes } = await readOptionalJson(request, bodySchema);
      const { known, found } = await serverOfRequest(deps, request);
      const { fleet } = known.definition;
      if (found.server.state === 'gone') throw hasGone(found.server);
      const now = deps.clock.now();
      const minutes = deadlineMinutes ?? fleet?.spec.drain.deadlineMinutes ?? lastingMinutes;
      const deadline = new Date(now.getTime() + minutes * 60_000).toISOString();
      const drained = await updateServer(deps.fleetServers, known.name, found.server.name, (server) =>
        draining(server, { now: now.toISOString(), deadline }),
      );
      const server = drained ?? found.server;
      await wakeDrain(runs, known.name, server.name);
      // It may need another one in its place.
      await wakeFleet(runs, known.name);
      const view = viewOfServer(deps, known, { ...found, server });
      return { status: 202, headers: { location: view.links.self }, jsonBody: view };
    },
  };
}

export function hasGone({ name }: Server): SlipwayError {
  return new SlipwayError('server-state', `Server "${name}" is gone.`);
}

/** Throws `server-state` for one that has ended. */
function draining(server: Server, times: { now: string; deadline: string }): Server | undefined {
  const drained = drainOnRequest(server, times);
  if (drained.kind === 'illegal') throw new SlipwayError('server-state', drained.message);
  return drained.kind === 'draining' ? drained.server : undefined;
}
