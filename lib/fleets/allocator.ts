import type { AllocationTimes } from '../../contract/fleet-views.ts';
import type { Server } from '../../contract/fleets.ts';
import {
  type AllocationAnswer,
  type AllocationAsked,
  FleetDesk,
  type FleetDeskDependencies,
} from './fleet-desk.ts';

/** Gives places to sessions, and takes them back: a place has one session, and a session one place, whatever happens in between. */
export type Allocator = {
  /** A session that has its place keeps it, under a new lease. Throws `fleet-unknown`, `fleet-deleting`, `invalid-request`. */
  allocate(fleet: string, asked: AllocationAsked): Promise<AllocationAnswer>;
  /** How long the last allocations took in this process; undefined before the first. */
  times(fleet: string): AllocationTimes | undefined;
  /** Undefined for a session that has neither a place nor a ticket. One that waits is seated if there is room. */
  find(fleet: string, session: string): Promise<AllocationAnswer | undefined>;
  /** Ends the place of a session, or its waiting; one that has neither is fine. Answers the server that has a place more by it. */
  release(fleet: string, session: string): Promise<Server | undefined>;
  /** Gives room to those who wait, in their order; answers to how many. */
  seatWaiting(fleet: string): Promise<number>;
  /** Ends places whose lease is over; answers how many. */
  releaseExpired(fleet: string): Promise<number>;
};

/** One for a process: it remembers what the process has written. */
export function allocator(deps: FleetDeskDependencies): Allocator {
  const desks = new Map<string, FleetDesk>();
  const at = async <T>(fleet: string, ask: (desk: FleetDesk) => Promise<T>): Promise<T> => {
    const desk = desks.get(fleet) ?? new FleetDesk(deps, fleet);
    desks.set(fleet, desk);
    try {
      return await ask(desk);
    } finally {
      // Nobody fills the memory by asking for fleets that do not exist.
      if (!desk.isOfUse()) desks.delete(fleet);
    }
  };
  return {
    allocate: (fleet, asked) => at(fleet, (desk) => desk.allocate(asked)),
    times: (fleet) => desks.get(fleet)?.times.summary(),
    find: (fleet, session) => at(fleet, (desk) => desk.find(session)),
    release: (fleet, session) => at(fleet, (desk) => desk.release(session)),
    seatWaiting: (fleet) => at(fleet, (desk) => desk.seatWaiting()),
    releaseExpired: (fleet) => at(fleet, (desk) => desk.releaseExpired()),
  };
}
