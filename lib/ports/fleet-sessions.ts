import type { Allocation, AllocationTicket } from '../../contract/fleets.ts';
import type { StoredServer } from './fleets.ts';

export type StoredAllocation = { allocation: Allocation; etag: string };

/** What changes in one piece, or not at all, so that the places of a server and its count of them never differ. */
export type PlacesChange = {
  /** As they are to be, each over the row of its ETag. */
  servers: StoredServer[];
  /** None of these sessions may have a place. */
  add: Allocation[];
  /** Sessions that end. Each must have its place still; that it has no other one is guarded by the row of its server. */
  remove: string[];
  /** Callers that wait no longer. None of them may have left already. */
  seated: string[];
};

/** How many rows one change may have: those of `servers`, `add`, `remove` and `seated` together. */
export const mostRowsOfChange = 100;

/** The places that are promised to callers, and the callers that wait for one. */
export interface FleetSessions {
  read(fleet: string, session: string): Promise<StoredAllocation | undefined>;
  /** A change whose answer was lost may have been made: who meets a `conflict` reads what it was about. */
  change(
    fleet: string,
    change: PlacesChange,
  ): Promise<{ kind: 'written'; servers: StoredServer[] } | { kind: 'conflict' }>;
  /** Only the lease differs. `conflict`: the row is no longer the one of the ETag. */
  renew(allocation: Allocation, etag: string): Promise<'written' | 'conflict'>;
  /** Forgets a place whose server has gone. `conflict`: the row is no longer the one of the ETag. */
  drop(allocation: Allocation, etag: string): Promise<'written' | 'conflict'>;
  /** Places whose lease is over, so many at most. */
  expired(fleet: string, now: string, limit: number): Promise<StoredAllocation[]>;
  /** Of one server. */
  of(fleet: string, server: string): Promise<StoredAllocation[]>;

  readTicket(fleet: string, session: string): Promise<AllocationTicket | undefined>;
  /** `conflict`: the session has one. */
  addTicket(ticket: AllocationTicket): Promise<'written' | 'conflict'>;
  /** Absent ones are fine. */
  removeTicket(fleet: string, session: string): Promise<void>;
  /** The oldest first, expired ones too. */
  tickets(fleet: string): Promise<AllocationTicket[]>;
}
