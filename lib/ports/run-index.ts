import type { ItemQuery, RunPage, RunQuery, RunRow } from '../../contract/runs.ts';

/** The runs of people's interest, one small row each, newest first: the list that a durable hub can't give. */
export interface RunIndex {
  /** Adds a row; one that is `known` already stays as it is, because who knows more has written it. */
  add(row: RunRow): Promise<'added' | 'known'>;
  /** Writes a row in place of an older one of the same id and `requestedAt`. */
  put(row: RunRow): Promise<void>;
  read(id: string): Promise<RunRow | undefined>;
  list(query: RunQuery): Promise<RunPage>;
  listItems(query: ItemQuery): Promise<RunPage>;
  /** At most `count` rows whose `expiresAt` is before a time, the first of them first. */
  expired(now: string, count: number): Promise<RunRow[]>;
  /** Absent ones are fine. */
  remove(row: RunRow): Promise<void>;
  /** Deletes at most `count` rows of runs that were asked for before, each after those of its items; answers their ids. */
  removeBefore(requestedAt: string, count: number): Promise<string[]>;
}
