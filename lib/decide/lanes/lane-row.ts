import type { Building, DroppedWant, LaneRow, PublishEnd, Want } from '../../../contract/lanes.ts';
import { againRunId } from '../../ids.ts';

/** A row has room for 64 KB. What does not fit any more is recorded by the caller at once. */
export const mostDropped = 40;

/** Pauses before a git provider that did not answer is asked again. */
const firstPauseSeconds = 10;
const longestPauseSeconds = 600;

/** Whether the row knows of this run. */
export function holds(row: LaneRow, runId: string): boolean {
  return (
    [row.want, row.fallback, row.building?.want].some((want) => want?.runId === runId) ||
    row.dropped.some(({ want }) => want.runId === runId)
  );
}

/**
 * The row after one more publish is wanted: it takes the place of the one that waited. A push that a person's choice of an
 * older commit pushes aside stays as the fallback, because that choice does not contain it.
 */
export function wanted(row: LaneRow, want: Want): LaneRow {
  if (holds(row, want.runId)) return row;
  const older = row.want;
  const { problem: _problem, ...rest } = row;
  if (!older) return { ...rest, want };
  if (want.ref.kind === 'sha' && older.ref.kind === 'branchHead') {
    const head = older.pushed ? { head: { sha: older.pushed, runId: older.runId } } : {};
    return { ...withoutFallback({ ...rest, ...head }, want), want, fallback: pinned(older) };
  }
  return dropped({ ...rest, want }, supersededBy(older, want));
}

/** The row after the next want has become the publish that is under way. `isHead`: of the newest commit of the branch. */
export function started(row: LaneRow, building: Building, isHead: boolean): LaneRow {
  const { want: _want, problem: _problem, ...rest } = row;
  const { sha, want } = building;
  return { ...rest, building, ...(isHead ? { head: { sha, runId: want.runId } } : {}) };
}

/** The row after the next want turned out not to be one to publish; what it had pushed aside comes back. */
export function notPublished(
  row: LaneRow,
  runId: string,
  reason: Omit<DroppedWant, 'want'>,
  head?: LaneRow['head'],
): LaneRow {
  if (row.want?.runId !== runId) return row;
  const { want, problem: _problem, ...rest } = row;
  return withFallback(dropped({ ...rest, ...(head ? { head } : {}) }, { want, ...reason }));
}

/** The row after its publish ended. One that did not go live brings back what it had pushed aside. */
export function settled(row: LaneRow, runId: string, end: PublishEnd): LaneRow {
  if (row.building?.want.runId !== runId) return row;
  const { building, ...rest } = row;
  const { sha, want } = building;
  if (end === 'published')
    return withoutFallback({ ...rest, published: { sha, runId } }, { ...want, pushed: sha });
  if (end === 'cancelled' && building.cancelledFor) {
    return withFallback({ ...withoutFallback(rest, again(building)), fallback: again(building) });
  }
  const hasNoVerdict = end === 'givenUp' || (end === 'superseded' && rest.published?.sha !== sha);
  // Once only: a build that never ends would be tried for ever.
  const isLost = hasNoVerdict && rest.head?.runId === runId && want.cause !== 'backstop';
  return withFallback(isLost && rest.head ? { ...rest, head: { ...rest.head, lost: true } } : rest);
}

/** The row after the git provider did not answer: the want stays, and the pauses grow. */
export function postponed(row: LaneRow, message: string, nowIso: string): LaneRow {
  const tries = (row.problem?.tries ?? 0) + 1;
  const pause = Math.min(firstPauseSeconds * 2 ** (tries - 1), longestPauseSeconds);
  const retryAt = new Date(Date.parse(nowIso) + pause * 1_000).toISOString();
  return row.want ? { ...row, problem: { message, tries, retryAt } } : row;
}

/** The row after the publish under way was told to make room for the next want. */
export function makingRoom(row: LaneRow, runId: string): LaneRow {
  if (!row.building || row.want?.runId !== runId || row.building.cancelledFor) return row;
  return { ...row, building: { ...row.building, cancelledFor: runId } };
}

/** The row after somebody cancelled a publish that had not begun. The same row when it is not one of those that wait. */
export function withdrawn(row: LaneRow, runId: string, message: string): LaneRow {
  const reason = { status: 'cancelled', message } as const;
  if (row.fallback?.runId === runId) {
    const { fallback, ...rest } = row;
    return dropped(rest, { want: fallback, ...reason });
  }
  return notPublished(row, runId, { ...reason, ...(row.want?.pushed ? { sha: row.want.pushed } : {}) });
}

/** The row without what has been recorded. */
export function recorded(row: LaneRow, runIds: readonly string[]): LaneRow {
  return { ...row, dropped: row.dropped.filter(({ want }) => !runIds.includes(want.runId)) };
}

/** The row while a clean-up runs; undefined when a publish is wanted or under way, or another clean-up is. */
export function cleaningFrom(row: LaneRow, until: string, nowIso: string): LaneRow | undefined {
  return row.building || row.want || isBeingCleaned(row, nowIso)
    ? undefined
    : { ...row, cleaning: { until } };
}

/** Whoever cleans and dies leaves the lane free again after a bounded time. */
export function isBeingCleaned({ cleaning }: LaneRow, nowIso: string): boolean {
  return cleaning !== undefined && cleaning.until > nowIso;
}

export function cleaned(row: LaneRow): LaneRow {
  const { cleaning: _cleaning, ...rest } = row;
  return rest;
}

/** The run that the newest wish for the head of the branch led to, if this commit is that head. */
export function alreadyWanted(row: LaneRow, sha: string): string | undefined {
  if (row.want) return row.want.pushed === sha ? row.want.runId : undefined;
  return row.head?.sha === sha && !row.head.lost ? row.head.runId : undefined;
}

/** A fallback comes back only where nothing newer waits or is under way. */
function withFallback(row: LaneRow): LaneRow {
  if (row.want || row.building || !row.fallback) return row;
  const { fallback, ...rest } = row;
  return { ...rest, want: fallback };
}

function withoutFallback(row: LaneRow, newer: Want): LaneRow {
  const { fallback, ...rest } = row;
  return fallback ? dropped(rest, supersededBy(fallback, newer)) : rest;
}

/** The commit that was pushed, whatever the head of the branch has become since. */
function pinned(want: Want): Want {
  return want.pushed ? { ...want, ref: { kind: 'sha', sha: want.pushed } } : want;
}

/** The same publish once more, as a run of its own. */
function again({ want, sha }: Building): Want {
  const { batch: _batch, ...rest } = want;
  return { ...rest, runId: againRunId(want.runId), ref: { kind: 'sha', sha }, pushed: sha };
}

function supersededBy(want: Want, newer: Want): DroppedWant {
  return {
    want,
    status: 'superseded',
    message: `Superseded by ${newer.runId}`,
    ...(want.pushed ? { sha: want.pushed } : {}),
    ...(newer.pushed ? { bySha: newer.pushed } : {}),
  };
}

function dropped(row: LaneRow, want: DroppedWant): LaneRow {
  return { ...row, dropped: [...row.dropped, want] };
}
