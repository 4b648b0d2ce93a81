import type { AllocationTicket, FleetSpec } from '../../../contract/fleets.ts';

/** Whether a server that is empty would have room for it: a definition may have changed since it was asked for. */
export function isSeatable(
  { places }: Pick<AllocationTicket, 'places'>,
  { sessionsPerServer }: Pick<FleetSpec, 'sessionsPerServer'>,
): boolean {
  return places <= sessionsPerServer;
}

/** The places that callers wait for, without those that no server can ever give. */
export function placesWaitedFor(
  tickets: readonly AllocationTicket[],
  spec: Pick<FleetSpec, 'sessionsPerServer'> | undefined,
  now: string,
): number {
  return tickets
    .filter((ticket) => ticket.expiresAt > now && (!spec || isSeatable(ticket, spec)))
    .reduce((sum, { places }) => sum + places, 0);
}
