import type { DroppedWant, PublishEnd, Want } from '../../../contract/lanes.ts';
import type { PublishOutcome, PublishRequest, SiteSummary } from '../../../contract/publishes.ts';
import type { RunStatus } from '../../../contract/run-view.ts';
import type { RunRow } from '../../../contract/runs.ts';

const longestMessage = 500;

const statusOfEnd: Record<PublishEnd, RunStatus> = {
  published: 'succeeded',
  superseded: 'superseded',
  cancelled: 'cancelled',
  failed: 'failed',
  givenUp: 'failed',
  terminated: 'terminated',
};

/** The row of a publish that waits for its turn. */
export function waitingRow(
  site: string,
  { runId, cause, requestedAt }: Pick<Want, 'runId' | 'cause' | 'requestedAt'>,
): RunRow {
  return { id: runId, kind: 'publish', site, status: 'pending', cause, requestedAt };
}

/** The row of a publish that never came to its turn. */
export function droppedRow(site: string, { want, status, message }: DroppedWant, endedAt: string): RunRow {
  return { ...waitingRow(site, want), status, message: message.slice(0, longestMessage), endedAt };
}

/** The row of a publish that ended by itself. */
export function endedRow(
  before: RunRow | undefined,
  { runId, request, outcome }: { runId: string; request: PublishRequest; outcome: PublishOutcome },
  endedAt: string,
): RunRow {
  const { site, cause, requestedAt } = request;
  const row = { ...waitingRow(site, { runId, cause, requestedAt }), ...before };
  const commit = outcome.commit ? { commit: outcome.commit } : {};
  if (outcome.kind !== 'published')
    return { ...row, ...commit, ...endOf(outcome.kind, messageOf(outcome), endedAt) };
  const { release, changed, liveUrl } = outcome;
  return { ...row, ...commit, status: 'succeeded', endedAt, release, changed, liveUrl };
}

/** The part of a row that says how a publish ended. */
export function endOf(
  end: PublishEnd,
  message: string,
  endedAt: string,
): Pick<RunRow, 'status' | 'endedAt' | 'message'> {
  return {
    status: statusOfEnd[end],
    endedAt,
    ...(message ? { message: message.slice(0, longestMessage) } : {}),
  };
}

/** How a publish ended; undefined while it has not. */
export function summaryOf({ id, site, status, message }: RunRow): SiteSummary | undefined {
  if (status === 'pending' || status === 'running') return undefined;
  const outcome = status === 'succeeded' ? 'published' : status === 'terminated' ? 'failed' : status;
  return { site: site ?? '', runId: id, outcome, ...(message ? { message } : {}) };
}

export function isOver({ status }: Pick<RunRow, 'status'>): boolean {
  return status !== 'pending' && status !== 'running';
}

function messageOf(outcome: Exclude<PublishOutcome, { kind: 'published' }>): string {
  return outcome.kind === 'superseded' ? `Superseded by ${outcome.by}` : outcome.message;
}
