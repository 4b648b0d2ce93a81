import type { FleetObservation } from '../../../contract/fleets.ts';

/** The number of the server that is made next: above all that there are, should the memory have been lost. */
export function nextServerOf({
  memory,
  servers,
  strays,
}: Pick<FleetObservation, 'memory' | 'servers' | 'strays'>): number {
  return Math.max(memory.nextServer, ...[...servers, ...strays].map(({ number }) => number + 1));
}
