import type { Retention } from './retention.ts';

/** A place in storage for things of one kind, which are kept for a time and then go. */
export type Shelf = SharedShelf | SiteShelf;
export type SharedShelf = {
  kind: 'deliveries' | 'plans' | 'cancellations' | 'idempotencyKeys' | 'logs' | 'rejectedEvents' | 'values';
};
export type SiteShelf = { kind: 'manifests' | 'objects' | 'buildReports' | 'caches'; site: string };

export type StoredItem = {
  /** Within its shelf. */
  name: string;
  /** ISO. */
  writtenAt: string;
};

/** How far earlier clean-ups came. */
export type KeepingProgress = {
  /** ISO: every finished run that was created before is purged from the hub. */
  historiesBefore?: string;
  /** When the releases of each site were looked through last; ISO. */
  collectedAt: Record<string, string>;
};

export type CleanUpRequest = { retention: Retention };

export type CleanUpOutcome = {
  /** How many of each kind were deleted, or of `lostRuns` given an end; kinds of which there were none are left out. */
  deleted: Record<string, number>;
  /** What could not be done now. The next clean-up tries again. */
  problems: string[];
};

/** The custom status of `cleanUp`. */
export type CleanUpStatus = { kind: 'cleanUp'; step: string };
