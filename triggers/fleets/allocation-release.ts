import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { fleetNameOf, sessionOf } from './allocation-fields.ts';

/** A match is over, or its caller waits no longer. */
export function allocationRelease(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'allocationRelease',
    method: 'DELETE',
    route: 'fleets/{fleet}/allocations/{session}',
    authLevel: 'function',
    operation: {
      id: 'releaseAllocation',
      tag: 'Fleets',
      summary: 'Give a place back',
      visibility: 'important',
      answers: { 204: { description: 'The session has neither a place nor a turn any more.' } },
      problems: ['fleet-unknown'],
    },
    async handle(request, runs) {
      const fleet = fleetNameOf(request);
      const server = await deps.allocator.release(fleet, sessionOf(request));
      // It waited for this session to end, maybe as the last one.
      if (server?.state === 'draining') await wakeDrain(runs, fleet, server.name);
      return { status: 204 };
    },
  };
}
