/** The servers of fleets, and what fleets decide. */
import type { Port } from './container-specs.ts';
import type { ContainerEnd } from './containers.ts';
import type { Fleet } from './fleet-specs.ts';
import type { ListPrices } from './jobs.ts';

export type * from './fleet-specs.ts';

/**
 * `creating` until it can take sessions, then `ready` while it has none and `allocated` while it has some. `draining`: takes no
 * new ones. `failed`: it came to nothing, or ended. `gone`: nothing of it exists any more.
 */
export type ServerState = 'creating' | 'ready' | 'allocated' | 'draining' | 'unhealthy' | 'failed' | 'gone';

/** One server as it is stored: a row under an ETag. */
export type Server = {
  /** The name of its container group. */
  name: string;
  fleet: string;
  /** Of its fleet, never used again, also not when the fleet is deleted and made again. */
  number: number;
  version: string;
  region: string;
  state: ServerState;
  /** ISO, when it entered each state last. */
  since: Partial<Record<ServerState, string>>;
  /** ISO: when its containers were first seen running. */
  runningAt?: string;
  ip?: string;
  fqdn?: string;
  ports: Port[];
  /** Places taken by allocations. */
  allocated: number;
  drain?: ServerDrain;
  /** How its group ended, once it has failed. */
  failure?: ContainerEnd['kind'];
  /** Why it is in its state, where that needs a word. */
  message?: string;
  /** The last that it told, of one that is gone. */
  lastBeat?: ServerBeat;
};

export type ServerDrain = {
  reason: DrainReason;
  /** ISO: since then its group is being deleted. Before, it can be reclaimed. */
  leavingAt?: string;
  /** ISO: after that it goes, whoever is on it. Without one it waits until it is empty. */
  deadline?: string;
};

export type DrainReason = 'scaleDown' | 'outdated' | 'lifetime' | 'unhealthy' | 'request' | 'fleetDeleted';

/** What a server told last, or what it answered as a game. */
export type ServerBeat = {
  /** ISO. */
  at: string;
  /** Players or matches on it. */
  sessions?: number;
  /** Small, for people. */
  status?: unknown;
};

/** A place, or several, promised to a caller. */
export type Allocation = {
  fleet: string;
  session: string;
  server: string;
  places: number;
  /** ISO. */
  allocatedAt: string;
  /** ISO: the lease. */
  expiresAt: string;
};

/** A caller that waits for a place. */
export type AllocationTicket = {
  fleet: string;
  session: string;
  places: number;
  /** ISO. */
  requestedAt: string;
  /** ISO. */
  expiresAt: string;
};

/** What the loop of a fleet remembers, one document under an ETag. */
export type FleetMemory = {
  /** The number of the server that is made next. It outlives the rest. */
  nextServer: number;
  /** The newest last, bounded. */
  decisions: FleetDecision[];
  /** What was wanted at each look, for as long as stabilisation looks back. */
  wishes: Array<{ at: string; servers: number }>;
  /** ISO: the last look. */
  lookedAt?: string;
  /** ISO: since then it looks without a break. Signs of life from before a break say nothing. */
  awakeSince?: string;
  /** ISO: when the thresholds moved last. */
  scaledAt?: string;
  /** Of servers of one version that failed before they were ready, in a row: the highest number, and names of those still there. */
  crashes?: { version: string; count: number; message: string; last: number; servers: string[] };
  /** Regions that had no room: no server is made there until then. */
  shortages?: Record<string, { until: string; count: number; servers: string[] }>;
  /** Groups without a row at the last look. One that is seen twice is adopted, or goes. */
  strays?: string[];
  /** ISO: since then the breaker is open. */
  brokenSince?: string;
  /** What servers cost this month, up to that moment. */
  spent?: { month: string; amount: number; at: string };
  /** Asked for by the API: it stays until no group is left. */
  deleting?: { requestedAt: string; force: boolean };
};

/** One decision with its numbers, for people. */
export type FleetDecision = {
  /** ISO. */
  at: string;
  sessions: number;
  waiting: number;
  /** By state, without those that are gone. */
  servers: Partial<Record<ServerState, number>>;
  wanted: number;
  forecast?: number;
  starting: number;
  draining: number;
  /** In words: which rule, and what bounded it. */
  reason: string;
};

/** A container group as a list shows it: of its containers nothing is known. */
export type GroupGlimpse = {
  provisioningState: string;
  ip?: string;
  fqdn?: string;
  /** Of one that was looked at closely: why its containers run no more. */
  ended?: string;
};

/** One server as it is looked at: its row, what it told, and its group (absent: Azure has none of that name). */
export type ObservedServer = Server & {
  beat?: ServerBeat;
  group?: GroupGlimpse;
  /** Whether somebody is at work for it: its start, or its drain. */
  worked: boolean;
};

/** A group with this fleet as its owner that has no row. */
export type StrayGroup = GroupGlimpse & { name: string; number: number; region: string };

export type FleetObservation = {
  /** Absent once it has no definition any more. */
  fleet?: Fleet;
  servers: ObservedServer[];
  strays: StrayGroup[];
  /** Places that callers wait for. */
  waiting: number;
  memory: FleetMemory;
  /** Only where the policy has a forecast. */
  profile?: LoadProfile;
  prices?: ListPrices;
  /** ISO. */
  now: string;
};

export type NewServer = { number: number; region: string };

/**
 * A change of a row; written only if the row is still as it was seen. Whose change to `draining` or `failed` was written
 * gets a run of its drain.
 */
export type ServerChange = {
  server: string;
  to: ServerState;
  /** As it was seen. */
  from: ServerState;
  ip?: string;
  fqdn?: string;
  message?: string;
  failure?: ContainerEnd['kind'];
  drain?: ServerDrain;
};

/** What a fleet does next: bounded, in this order. */
export type FleetPlan =
  /** No definition, no row and no group is left. */
  | { kind: 'leave' }
  | {
      kind: 'act';
      decision: FleetDecision;
      /** As it is to be kept. */
      memory: FleetMemory;
      /** As it is to be kept, where it has changed. */
      profile?: LoadProfile;
      changes: ServerChange[];
      create: NewServer[];
      /** Servers whose start, or whose drain, has lost its run. */
      resume: Array<{ server: string; work: 'start' | 'drain' }>;
      /** Groups that get a row again, and groups that go. */
      adopt: StrayGroup[];
      remove: string[];
      nextLookSeconds: number;
    };

/** The load by time of day and of the week, as it was seen, and how well it was foreseen: one document a fleet. */
export type LoadProfile = {
  /** Of one slot. */
  slotMinutes: number;
  /** The mean of each slot of the week, from Monday 00:00 UTC, over the weeks; -1 where nothing was seen. */
  week: number[];
  /** The same of the day. */
  day: number[];
  /** The slot that is being filled: its number since 1970, and the mean so far. */
  current?: { slot: number; mean: number; seconds: number };
  /** How the load of the last hours is to that of the profile, 1 where it is the same. */
  level: number;
  /** The mean square of what the forecast was off by, a session of load, with the profile and without it: lately. */
  error: { profile: number; plain: number };
  /** The same of the last hours. */
  longError: { profile: number; plain: number };
  /** The newest last, of the last minutes: the load, and what had been foreseen for a start-up time later. */
  looks: Array<{ at: string; sessions: number; profile: number; plain: number }>;
};

/** The events only wake: what is to be done stands in the rows. */
export type FleetEvents = { fleetWoken: Record<string, never>; serverChanged: Record<string, never> };

/** The custom status of `fleet`. */
export type FleetStatus = { kind: 'fleet'; fleet: string; step: string; decision?: FleetDecision };
