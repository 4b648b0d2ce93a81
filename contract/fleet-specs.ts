/** Fleets as they are defined: like servers, each a container group, kept at a size that follows their sessions. */
import type { ContainerGroupSpec, SecretSource } from './container-specs.ts';

/** A fleet with every default filled in. */
export type Fleet = {
  name: string;
  /** Where its definition stands. One in the catalog wins over one that came by the API. */
  source: 'catalog' | 'api';
  /** Of what its servers are made of; another one replaces them. */
  version: string;
  spec: FleetSpec;
};

/** What stands somewhere of a fleet. */
export type FleetDefinition = {
  /** Absent where there is none, or none that is valid. */
  fleet?: Fleet;
  /** Why the one that came by the API counts as none. */
  problem?: string;
  /** The catalog has one of that name, and so the one that came by the API is not used. */
  shadowed?: boolean;
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
