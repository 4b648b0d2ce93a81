/** Fleets: like servers, each a container group, kept at a size that follows their sessions. */
import type { ContainerGroupSpec, Port, SecretSource } from './container-specs.ts';
import type { ContainerEnd } from './containers.ts';
import type { ListPrices } from './jobs.ts';

/** A fleet with every default filled in. */
export type Fleet = {
  name: string;
  /** Where its definition stands. One in the catalog wins over one that came by the API. */
  source: 'catalog' | 'api';
  /** Of what its servers are made of; another one replaces them. */
  version: string;
  spec: FleetSpec;
};

export type FleetSpec = {
  group: ContainerGroupSpec;
  /** How the regions of the group are used: in order, or each for its share of the servers. */
  spread: { kind: 'order' } | { kind: 'weights'; weights: Record<string, number> };
  /** The places of one server. An allocation takes as many as it has players. */
  sessionsPerServer: number;
  min: number;
  max: number;
  policy: FleetPolicy;
  /** How long a higher, or a lower, wish must last before it is followed. `min` is restored at once. */
  stabilisation: { upSeconds: number; downSeconds: number };
  /** How many servers may be created beyond what is needed while those of an older version are replaced. */
  surge: Amount;
  drain: DrainSpec;
  health: HealthSpec;
  /** Where the count of sessions comes from besides allocations: the server tells, or it is asked as a game. */
  sessions: { kind: 'reported' } | { kind: 'query'; game: string; port: number };
  /** After that a server is drained and replaced. */
  maxLifetimeHours?: number;
  /** In the currency of the settings' prices. Above it no server is started until the next month. */
  monthlyBudget?: number;
  /** How long an allocation holds without a renewal. */
  leaseSeconds: number;
  /** How long a caller that waits keeps its place in the queue. */
  ticketSeconds: number;
  /** How long a server waits for its turn to be created. */
  queueDeadlineSeconds: number;
  /** How often the fleet is looked at when nothing wakes it. */
  lookSeconds: number;
  /** After so many servers of one version that failed in a row no more are made until the definition changes, or somebody resumes it. */
  crashLimit: number;
  /** Whether anybody may see the page that lists its servers. */
  listed: boolean;
};

/** A number, or a share such as `25%`. */
export type Amount = number | `${number}%`;

/** How many servers are wanted. Each is bounded by `min` and `max` afterwards. */
export type FleetPolicy =
  /** The rule of the Build 2018 demo: one server more above `scaleOut`, one less below `scaleIn`, then a pause. */
  | { kind: 'thresholds'; scaleOut: number; scaleIn: number; cooldownMinutes: number }
  /** Keeps so many places free; a percentage is of all places. */
  | { kind: 'buffer'; sessions: Amount }
  /** Keeps so many servers empty; a percentage is of all servers. */
  | { kind: 'servers'; empty: Amount }
  | { kind: 'fixed'; servers: number }
  /** The policy of the first window that is open; `otherwise`, or none, outside of all. */
  | { kind: 'schedule'; timeZone?: string; windows: ScheduleWindow[]; otherwise?: FleetPolicy }
  /** The first that says something. */
  | { kind: 'chain'; policies: FleetPolicy[] }
  /** Starts servers ahead of the load that this hour and this weekday are known for; never below what `rule` keeps. */
  | { kind: 'forecast'; rule: FleetPolicy; aheadSeconds?: number };

/** Open for so many minutes from each time of the cron expression (five fields). */
export type ScheduleWindow = { cron: string; minutes: number; policy: FleetPolicy };

export type DrainSpec = {
  /** How long an occupied server that is to go waits for its players. */
  deadlineMinutes: number;
  /** A path on the server that is called with the notice; without it the server sees the notice in answers to its heartbeats. */
  notice?: { port: number; path: string };
  /** Done in the server before it is deleted. */
  stopHook?: StopHook;
};

export type StopHook = { timeoutSeconds: number } & (
  | { kind: 'exec'; container: string; command: string }
  | { kind: 'http'; port: number; path: string }
  | { kind: 'rcon'; port: number; password: SecretSource; command: string }
);

/** `running`: as Azure sees its containers. `heartbeat`: as it tells itself. `query`: as it answers as a game. */
export type HealthSpec =
  | { kind: 'running' }
  | {
      kind: 'heartbeat' | 'query';
      /** From the first running container to the first sign of life. */
      firstSeconds: number;
      everySeconds: number;
      /** So many signs of life may be missing. */
      missed: number;
    };

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
  /** Of its fleet, never used again. */
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
  /** The number of the server that is made next. */
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
  /** Of servers of one version that failed before they were ready, in a row: names of those that are still there. */
  crashes?: { version: string; count: number; message: string; servers: string[] };
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

/** The load by time of day and of the week, as it was seen: one document a fleet. */
export type LoadProfile = {
  /** Of one slot. */
  slotMinutes: number;
  /** Of the week, from Monday 00:00 UTC; -1 where nothing was seen. */
  week: number[];
  /** The same of the day. */
  day: number[];
  /** How far the forecast was off lately, as a share of the load. */
  error: number;
  /** The slot that is being filled. */
  current?: { slot: string; most: number };
};

/** The events only wake: what is to be done stands in the rows. */
export type FleetEvents = { fleetWoken: Record<string, never>; serverReclaimed: Record<string, never> };

/** The custom status of `fleet`. */
export type FleetStatus = { kind: 'fleet'; fleet: string; step: string; decision?: FleetDecision };
