import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { allocationAnswers, allocationResponse, fleetNameOf, sessionOf } from './allocation-fields.ts';

/** The place of a session, or its turn. */
export function allocationShow(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'allocationShow',
    method: 'GET',
    route: 'fleets/{fleet}/allocations/{session}',
    authLevel: 'function',
    operation: {
      id: 'getAllocation',
      tag: 'Fleets',
      summary: 'Get the place of a session',
      answers: allocationAnswers,
      problems: ['fleet-unknown', 'allocation-unknown'],
    },
    async handle(request) {
      const [fleet, session] = [fleetNameOf(request), sessionOf(request)];
      const answer = await deps.allocator.find(fleet, session);
      if (answer && answer.kind !== 'full') return allocationResponse(deps.settings.publicUrl, answer);
      throw new SlipwayError(
        'allocation-unknown',
        `The session "${session}" has neither a place nor a turn at the fleet "${fleet}", or its time is over; POST /api/fleets/${fleet}/allocations gets one.`,
      );
    },
  };
}
