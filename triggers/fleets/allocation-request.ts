import { z } from 'zod';
import { SlipwayError } from '../../lib/errors.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readJson } from '../http/read-body.ts';
import { allocationAnswers, allocationResponse, fleetNameOf, sessionName } from './allocation-fields.ts';

const bodySchema = z.strictObject({
  session: sessionName.describe('The same name gets the same server, as often as it asks.'),
  players: z.int().min(1).default(1).describe('How many places it takes, all on one server.'),
  wait: z.boolean().default(false).describe('Where all is full, keep a turn instead of turning away.'),
});

/** A match, or player, wants a place. Asked again, it gets the same one, under a new lease. */
export function allocationRequest(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'allocationRequest',
    method: 'POST',
    route: 'fleets/{fleet}/allocations',
    authLevel: 'function',
    operation: {
      id: 'allocate',
      tag: 'Fleets',
      summary: 'Get a place on a server',
      description:
        'The fullest server that has room gets the session. To keep the place, ask for the same again before it expires.',
      visibility: 'important',
      body: bodySchema,
      answers: allocationAnswers,
      problems: ['fleet-unknown', 'fleet-deleting', 'fleet-full', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const fleet = fleetNameOf(request);
      const { session, players, wait } = await readJson(request, bodySchema);
      const begun = deps.clock.now().getTime();
      const answer = await deps.allocator.allocate(fleet, { session, places: players, wait });
      const seconds = (deps.clock.now().getTime() - begun) / 1_000;
      deps.metrics.serverAllocated({ fleet, outcome: answer.kind, seconds });
      // A server may have to be started, from zero too.
      if (answer.kind === 'full' || (answer.kind === 'waiting' && answer.isNew)) await wakeFleet(runs, fleet);
      if (answer.kind !== 'full') return allocationResponse(deps.settings.publicUrl, answer);
      throw new SlipwayError(
        'fleet-full',
        `No server of the fleet "${fleet}" has room for ${players} more. Try again later, or send "wait": true for a turn.`,
      );
    },
  };
}
