import type { ContainerEnd } from './containers.ts';
import type { FleetPlan, NewServer, ServerChange, StrayGroup } from './fleets.ts';

/** What the loop of a fleet is told to do; what it remembers stays outside of its history. */
export type FleetStep =
  | { kind: 'leave' }
  | (Omit<Extract<FleetPlan, { kind: 'act' }>, 'memory' | 'profile'> & {
      /** In words, where there is something to say. */
      line?: string;
      /** How often its servers are asked as games, where they are. */
      probeSeconds?: number;
    });

/** How a drain stands. */
export type DrainLook =
  /** So many sessions keep it; `until`: ISO, then it goes all the same. */
  | { kind: 'occupied'; sessions: number; until?: string }
  /** Nobody can have it back: its row says that it goes. */
  | { kind: 'leaving'; number: number }
  | { kind: 'reclaimed' }
  /** It has no row any more. */
  | { kind: 'gone' };

/** What goes into and comes out of each activity of fleets. Each may come twice. */
export type FleetActivities = {
  /** Observes the fleet, decides what comes next, and keeps what the loop remembers. */
  planFleet(input: { fleet: string }): FleetStep;
  /** Changes rows that are still as they were seen; starts the drains of those that drain, and tells those that are reclaimed. */
  changeServers(input: { fleet: string; changes: ServerChange[] }): { changed: string[] };
  /** Adds the rows of new servers, and starts their starts. */
  createServers(input: { fleet: string; servers: NewServer[] }): { created: string[] };
  /** Starts the starts and the drains again that were lost. */
  resumeServers(input: { fleet: string; servers: Array<{ server: string; work: 'start' | 'drain' }> }): {
    resumed: string[];
  };
  /** Gives groups without a row theirs. */
  adoptServers(input: { fleet: string; groups: StrayGroup[] }): { adopted: string[] };
  /** Has groups without a row removed. */
  removeStrays(input: { fleet: string; groups: string[] }): { removing: string[] };
  /** Asks the servers of a fleet as games, and notes what they answer. */
  probeServers(input: { fleet: string }): { asked: number; answered: number };
  /** Takes back places whose lease is over, and forgets tickets nobody waits for any more. */
  releaseExpired(input: { fleet: string }): { released: number };
  /** Gives places to callers that wait, the oldest first. */
  seatWaiting(input: { fleet: string }): { seated: number };

  /** Writes what became of the start of a server, and wakes its fleet. */
  noteStart(input: {
    fleet: string;
    server: string;
    start:
      | { kind: 'running'; ready: boolean; ip?: string; fqdn?: string }
      | { kind: 'failed'; failure: ContainerEnd['kind']; message: string };
  }): { kind: 'noted' | 'left' };
  /** Ends the start of a server that is to go; says whether it still goes on. */
  stopStart(input: { server: string }): { kind: 'ended' | 'active' };
  /** Calls a server with the notice that it drains, where its fleet says how. */
  noticeDrain(input: { fleet: string; server: string }): {
    kind: 'noticed' | 'none' | 'failed';
    message?: string;
  };
  /** Looks whether a server that drains is empty or overdue, and has it leave then. `overdue`: the deadline that has come. */
  lookAtDrain(input: { fleet: string; server: string; overdue?: string | undefined }): DrainLook;
  /** Has a server do what its fleet wants done before it goes; it goes all the same. */
  runStopHook(input: { fleet: string; server: string }): {
    kind: 'done' | 'none' | 'failed';
    message?: string;
  };
  /** Writes that nothing of a server exists any more, with the last that it told, and wakes its fleet. */
  noteGone(input: { fleet: string; server: string }): { kind: 'noted' };
};

const names: Record<keyof FleetActivities, true> = {
  planFleet: true,
  changeServers: true,
  createServers: true,
  resumeServers: true,
  adoptServers: true,
  removeStrays: true,
  probeServers: true,
  releaseExpired: true,
  seatWaiting: true,
  noteStart: true,
  stopStart: true,
  noticeDrain: true,
  lookAtDrain: true,
  runStopHook: true,
  noteGone: true,
};

export const fleetActivityNames = Object.keys(names) as Array<keyof FleetActivities>;
