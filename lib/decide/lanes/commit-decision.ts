import type { Commit } from '../../../contract/commits.ts';
import type { LaneRow, Want } from '../../../contract/lanes.ts';
import type { Site } from '../../../contract/sites.ts';

export type CommitDecision =
  | { kind: 'publish' }
  /** `by`: the run that is of the same commit. */
  | { kind: 'drop'; status: 'superseded' | 'skipped'; message: string; by?: string }
  /** What changed since this commit decides. */
  | { kind: 'compare'; base: string };

/** What GitHub itself takes as the wish that a push starts nothing. */
const skipMarkers = /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/i;
const skipTrailer = /\n\s*\n(?:.*\n)*skip-checks: ?true\s*$/i;

/** Whether a wanted commit is to be published. What a person asks for always is. */
export function commitDecision({
  want,
  commit,
  row,
  site,
}: {
  want: Want;
  commit: Commit;
  row: LaneRow;
  site: Pick<Site, 'directory' | 'include' | 'exclude'>;
}): CommitDecision {
  if (want.cause === 'manual' || want.cause === 'batch') return { kind: 'publish' };
  const { head, published } = row;
  if (head?.sha === commit.sha && head.runId !== want.runId && !head.lost) return sameAs(head.runId);
  if (published?.sha === commit.sha) return sameAs(published.runId);
  if (asksToSkip(commit.message))
    return { kind: 'drop', status: 'skipped', message: 'The message of the commit asks to skip it.' };
  const takesAll = site.directory === '.' && !site.exclude?.length;
  return published && !takesAll ? { kind: 'compare', base: published.sha } : { kind: 'publish' };
}

export function asksToSkip(message: string): boolean {
  return skipMarkers.test(message) || skipTrailer.test(message);
}

function sameAs(runId: string): CommitDecision {
  const message = `Superseded by ${runId}, which is of the same commit`;
  return { kind: 'drop', status: 'superseded', message, by: runId };
}
