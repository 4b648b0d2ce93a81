import type { Shelf } from './keeping.ts';
import type { Target } from './sites.ts';

/** What goes into and comes out of each activity that cleans up. Each does a bounded part, and says whether there is more. */
export type KeepingActivities = {
  /** Deletes what was written before a time, from `cursor` on; no cursor when the end of the shelf was reached. */
  deleteOldItems(input: { shelf: Shelf; before: string; cursor?: string }): {
    deleted: number;
    cursor?: string;
  };
  /** Purges histories of finished runs that were created before a time. */
  purgeHistories(input: { before: string }): { purged: number; more: boolean };
  /** Deletes rows of the index of runs that were asked for before a time. */
  deleteRunRows(input: { before: string }): { deleted: number; more: boolean };
  /** Deletes everything of runs whose time to live is over. */
  deleteExpiredRuns(input: { now: string }): { deleted: number; more: boolean };
  /** Gives rows an end that say that a run is under way which is no more. */
  healRunRows(input: Record<string, never>): { healed: number };
  /** What waits at sites: targets with files whose grace is over, or changes that no purge went through for, and sites to collect. */
  findSitesToClean(input: { now: string; collectedBefore: string }): {
    expired: Target[];
    unpurged: Target[];
    collect: string[];
  };
  /** Keeps publishes of a site away until a time, so that no build counts on an object that goes. */
  beginCleaning(input: {
    site: string;
    until: string;
  }): { kind: 'begun' } | { kind: 'busy'; message: string };
  /** Deletes releases of a site beyond those that its targets need, and `keep` of the past. */
  deleteReleases(input: { site: string; keep: number; before: string }): { deleted: number };
  /**
   * Deletes objects that no release of a site needs and that were written before a time, from `cursor` on and not beyond
   * `until`. Deletes nothing when what is needed can't be told.
   */
  deleteObjects(input: { site: string; before: string; until: string; cursor?: string }): {
    deleted: number;
    more: boolean;
    cursor?: string;
  };
  deleteCaches(input: { site: string; keep: number }): { deleted: number };
  /** Lets publishes of a site begin again, and notes when its releases were looked through. */
  endCleaning(input: { site: string; collectedAt: string }): { kind: 'ended' };
};

const names: Record<keyof KeepingActivities, true> = {
  deleteOldItems: true,
  purgeHistories: true,
  deleteExpiredRuns: true,
  deleteRunRows: true,
  healRunRows: true,
  findSitesToClean: true,
  beginCleaning: true,
  deleteReleases: true,
  deleteObjects: true,
  deleteCaches: true,
  endCleaning: true,
};

export const keepingActivityNames = Object.keys(names) as Array<keyof KeepingActivities>;
