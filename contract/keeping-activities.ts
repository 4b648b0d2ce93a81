import type { SharedShelf } from './keeping.ts';

/** What goes into and comes out of each activity that cleans up. Each does a bounded part, and says whether there is more. */
export type KeepingActivities = {
  /** Deletes what was written before a time, from `cursor` on; no cursor when the end of the shelf was reached. */
  deleteOldItems(input: { shelf: SharedShelf; before: string; cursor?: string }): {
    deleted: number;
    cursor?: string;
  };
  /** Purges histories of finished runs that were created before a time. */
  purgeHistories(input: { before: string }): { purged: number; more: boolean };
};

const names: Record<keyof KeepingActivities, true> = {
  deleteOldItems: true,
  purgeHistories: true,
};

export const keepingActivityNames = Object.keys(names) as Array<keyof KeepingActivities>;
