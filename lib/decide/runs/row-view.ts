import type { LaneRow } from '../../../contract/lanes.ts';
import type { RunLinks, RunView } from '../../../contract/run-view.ts';
import type { RunRow } from '../../../contract/runs.ts';
import { holds } from '../lanes/lane-row.ts';
import { countsPart } from './items-view.ts';
import { jobRowPart } from './job-view.ts';
import { isOver } from './run-row.ts';
import { secondsBetween } from './run-timings.ts';
import { withoutUndefined } from './without-undefined.ts';

/** A run that has no durable instance: it waits for one, never got one, or has been cleaned up. */
export function rowView(
  row: RunRow,
  { lane, now, links }: { lane: LaneRow | undefined; now: string; links: RunLinks },
): RunView {
  const { requestedAt, startedAt = requestedAt, endedAt } = row;
  const waiting = !isOver(row) && lane !== undefined;
  return withoutUndefined({
    ...row,
    timings: [],
    ...(waiting ? waitingPart(row.id, lane) : {}),
    ...(row.kind === 'publishMany' ? { sites: [] } : {}),
    ...(row.kind === 'jobArray' ? { cause: undefined } : {}),
    ...(row.kind === 'jobGraph' ? { cause: undefined, nodes: [] } : {}),
    ...countsPart(row.counts),
    ...(row.kind === 'job' ? { output: undefined, ...jobRowPart(row) } : {}),
    startedAt,
    seconds: secondsBetween(startedAt, endedAt ?? now),
    links,
  });
}

function waitingPart(id: string, lane: LaneRow) {
  if (!holds(lane, id))
    return { status: 'failed', message: 'It was lost before it began; ask for it again.' } as const;
  return { status: 'pending', phase: 'queued', waitsFor: waitsFor(id, lane) } as const;
}

function waitsFor(id: string, { building, want, cleaning, problem }: LaneRow): string | undefined {
  if (building && building.want.runId !== id) return building.want.runId;
  if (want && want.runId !== id) return want.runId;
  if (problem) return `the git provider: ${problem.message}`;
  return cleaning ? 'a clean-up of the site' : undefined;
}
