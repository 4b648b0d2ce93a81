import type { DroppedWant } from '../../contract/lanes.ts';
import type { CommitState, Site } from '../../contract/sites.ts';
import type { CommitStatuses } from '../ports/commit-statuses.ts';
import { runUrl } from '../run-url.ts';

const states: Record<DroppedWant['status'], CommitState | undefined> = {
  // Neither success nor failure, and GitHub has no other word for it.
  superseded: 'error',
  cancelled: 'error',
  failed: 'failure',
  // Who asks to skip a commit wants to see nothing on it.
  skipped: undefined,
};

/** Tells the commit of a dropped want what became of it, unless its own commit is what came in its place. */
export async function reportDropped(
  { commitStatuses, publicUrl }: { commitStatuses: CommitStatuses; publicUrl: string },
  site: Site,
  { want, status, message, sha, bySha }: DroppedWant,
): Promise<void> {
  const state = states[status];
  if (!state || !sha || sha === bySha) return;
  const description = bySha ? `Superseded by ${bySha.slice(0, 7)}` : message;
  await commitStatuses.report(site, {
    sha,
    state,
    description,
    targetUrl: runUrl(publicUrl, want.runId),
  });
}
