import type { Clock } from '../clock.ts';
import type { ArmLog } from './arm-log.ts';
import type { CdnPurge } from './cdn/purge-queue.ts';
import type { StartRuntime } from './runtime/container-runtime.ts';
import type { RateLimits } from './server/rate-limiter.ts';

/** Per subscription and region; the defaults are the service's table. */
export type Quotas = { containerGroups: number; standardCores: number; standardSpotCores: number };

/** How long the steps of a group take on the clock; the service needs 20 to 40 s in all. */
export type Timings = {
  nodeAssignedMs: number;
  pullMs: number;
  startMs: number;
  /** From SIGTERM to SIGKILL. */
  stopGraceMs: number;
  /** The first wait before a container or a pull is tried again; it doubles up to `backOffLimitMs`. */
  backOffMs: number;
  backOffLimitMs: number;
  /** After this a group that is still not up has failed. */
  provisioningTimeoutMs: number;
};

/** A container group came up, failed to, or was deleted; `resource` is its id. */
export type GroupChange = {
  kind: 'written' | 'failed' | 'deleted';
  resource: string;
  tags: Record<string, string>;
};

export type ArmOptions = {
  /** 0 takes a free one. */
  port: number;
  /** The SQLite file that holds groups and operations, or ':memory:'. One emulator at a time holds it. */
  file: string;
  clock: Clock;
  /** Containers' directories are made, and removed, in here. */
  workDirectory: string;
  /** What runs the containers, see `processRuntime`. */
  runtime: StartRuntime;
  /** Holds the shares of Azure Files as folders, `ACCOUNT/SHARE`. */
  sharesDirectory: string;
  /** Variables with which git finds repositories on this machine that gitRepo volumes name by their public URL. */
  gitEnvironment?: () => Record<string, string>;
  /** Ids that are answered; any when left out. */
  subscriptions?: string[];
  quotas?: Partial<Quotas>;
  rateLimits?: Partial<RateLimits>;
  timings?: Partial<Timings>;
  /** From the start of a purge to its effect; the service needs minutes. Default 0.1. */
  purgeSeconds?: number;
  /** Called when a purge takes effect; the purge succeeds when it resolves and fails when it rejects. */
  onPurge?: (purge: CdnPurge) => void | Promise<void>;
  /** Told of what Azure would send an event. */
  onGroupChange?: (change: GroupChange) => void;
  log?: ArmLog;
};

export const defaultQuotas: Quotas = {
  containerGroups: 100,
  standardCores: 100,
  standardSpotCores: 100,
};

export const defaultRateLimits: RateLimits = {
  createsPer5Minutes: 100,
  createsPerHour: 300,
  deletesPer5Minutes: 100,
  deletesPerHour: 300,
};

export const defaultTimings: Timings = {
  nodeAssignedMs: 20,
  pullMs: 20,
  startMs: 10,
  stopGraceMs: 10_000,
  backOffMs: 1_000,
  backOffLimitMs: 300_000,
  provisioningTimeoutMs: 1_800_000,
};

export const defaultPurgeSeconds = 0.1;
