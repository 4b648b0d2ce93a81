/** Fleets as their HTTP functions show them. Times are ISO texts. */
import type { Port } from './container-specs.ts';
import type { Fleet, FleetDecision, FleetSpec, ServerDrain, ServerState } from './fleets.ts';

/** What `GET /api/fleets/{fleet}` answers. */
export type FleetView = {
  name: string;
  /** `deleting`: its servers drain, and then it is gone. `undefined` has only servers left: nobody defines it any more. */
  state: 'active' | 'broken' | 'deleting' | 'invalid' | 'undefined';
  /** Why it is `broken` or `invalid`, and what to do. */
  message?: string;
  source?: Fleet['source'];
  /** The catalog has one of that name, so what came by the API is not used. */
  shadowed?: boolean;
  version?: string;
  /** With every default filled in; secrets stand in it by name only. */
  spec?: FleetSpec;
  /** How many servers are in each state. */
  servers: Partial<Record<ServerState, number>>;
  sessions: number;
  /** Of all servers that take sessions. */
  places: number;
  /** Callers that wait for a place. */
  waiting: number;
  /** Of the last that this process of the app answered; absent before the first. */
  allocationTimes?: AllocationTimes;
  budget: FleetBudgetView;
  /** Since then no server is started, because too many of one version failed in a row. */
  breaker?: { since: string; version?: string; failed: number; message?: string };
  /** The newest first. */
  decisions: FleetDecision[];
  links: FleetLinks;
};

/** How long callers waited for their places, those of one process of the app, 1,000 at most. */
export type AllocationTimes = { count: number; medianMs: number; p99Ms: number };

export type FleetBudgetView = {
  /** `2026-11`. */
  month: string;
  /** By the list prices of the settings, up to the last look. */
  spent: number;
  limit?: number;
  currency: string;
  /** What all its servers together cost by the hour. */
  perHour?: number;
};

export type FleetLinks = {
  self: string;
  /** What people wrote, to change it. */
  definition: string;
  servers: string;
  allocations: string;
  page: string;
  resume: string;
  /** Of its loop. */
  run: string;
};

/** One of `GET /api/fleets`. */
export type FleetSummary = Pick<
  FleetView,
  'name' | 'state' | 'source' | 'servers' | 'sessions' | 'places' | 'links'
>;

/** One of `GET /api/fleets/{fleet}/servers`. */
export type ServerView = {
  name: string;
  state: ServerState;
  /** Players or matches on it, by allocations or as it tells, whichever are more. */
  sessions: number;
  /** Null until it has one. */
  address: string | null;
  fqdn?: string;
  ports: Port[];
  /** Places that are promised to callers. */
  allocated: number;
  version: string;
  /** Whether it is of the version that the fleet has now. */
  isCurrent: boolean;
  region: string;
  /** When it entered each state last. */
  since: Partial<Record<ServerState, string>>;
  drain?: ServerDrain;
  /** Why it is in its state, where that needs a word. */
  message?: string;
  /** When it told something last, or answered as a game. */
  heardAt?: string;
  /** What it told of itself. */
  status?: unknown;
  links: ServerLinks;
};

export type ServerLinks = { self: string; logs: string; drain: string };
