import type { Clock } from '../clock.ts';
import type { ArmLog } from './arm-log.ts';
import type { CdnPurge } from './cdn/purge-queue.ts';
import type { RateLimits } from './server/rate-limiter.ts';

/** What an image name runs. `{ipAddress}` in a value stands for the group's address (127.0.0.1 when it has none). */
export type Image = {
  /** The entry point in exec form, used when the container gives no command of its own. */
  command: string[];
  /** Variables of the image; the container's own win. A minimal PATH is given when there is none. */
  environment?: Record<string, string>;
};

/** Images by exact name, tag included. */
export type ImageTable = Record<string, Image>;

/** Per subscription and region; the defaults are the service's table. */
export type Quotas = { containerGroups: number; standardCores: number };

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

export type ArmOptions = {
  /** 0 takes a free one. */
  port: number;
  /** The SQLite file that holds groups and operations, or ':memory:'. One emulator at a time holds it. */
  file: string;
  clock: Clock;
  /** Containers' directories are made, and removed, in here. */
  workDirectory: string;
  images: ImageTable;
  /** Ids that are answered; any when left out. */
  subscriptions?: string[];
  quotas?: Partial<Quotas>;
  rateLimits?: Partial<RateLimits>;
  timings?: Partial<Timings>;
  /** From the start of a purge to its effect; the service needs minutes. Default 0.1. */
  purgeSeconds?: number;
  /** Called when a purge takes effect; the purge succeeds when it resolves and fails when it rejects. */
  onPurge?: (purge: CdnPurge) => void | Promise<void>;
  log?: ArmLog;
};

export const defaultQuotas: Quotas = { containerGroups: 100, standardCores: 100 };

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
