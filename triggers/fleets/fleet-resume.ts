import type { FleetMemory } from '../../contract/fleets.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { fleetViewSchema } from '../views/fleet-view-schemas.ts';
import { changeMemory } from './change-memory.ts';
import { fleetOfRequest, viewOfFleet } from './fleet-of-request.ts';

/** Somebody has found out why servers failed: the fleet may start some again. */
export function fleetResume(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'fleetResume',
    method: 'POST',
    route: 'fleets/{fleet}/resume',
    authLevel: 'function',
    operation: {
      id: 'resumeFleet',
      tag: 'Fleets',
      summary: 'Resume a fleet',
      description:
        'Closes the breaker that opened when too many servers in a row failed. Of one that is closed nothing changes.',
      answers: { 200: { description: 'It may start servers.', json: fleetViewSchema } },
      problems: ['fleet-unknown', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const known = await fleetOfRequest(deps, request);
      const memory = await changeMemory(deps.fleetMemories, known.name, closed);
      await wakeFleet(runs, known.name);
      return { status: 200, jsonBody: viewOfFleet(deps, { ...known, memory }) };
    },
  };
}

/** Those that failed before are still there, and count no more. */
function closed({ brokenSince: _since, crashes, ...memory }: FleetMemory): FleetMemory {
  return { ...memory, ...(crashes && { crashes: { ...crashes, count: 0 } }) };
}
