import type { DroppedWant, Head, LaneRow, Want } from '../../contract/lanes.ts';
import type { Site } from '../../contract/sites.ts';
import { commitDecision } from '../decide/lanes/commit-decision.ts';
import { SlipwayError } from '../errors.ts';
import type { Commits } from '../ports/commits.ts';
import { concernsSite } from './concerns-site.ts';

export type Weighed =
  /** `isHead`: of the newest commit of the branch. */
  | { kind: 'publish'; sha: string; isHead: boolean }
  | { kind: 'dropped'; reason: Omit<DroppedWant, 'want'>; head?: Head }
  | { kind: 'unavailable'; message: string };

/** Asks the git provider for the commit that is wanted and decides whether it is to be published. Changes nothing. */
export async function weighWant(
  { commits }: { commits: Commits },
  { site, name, want, row }: { site: Site | undefined; name: string; want: Want; row: LaneRow },
): Promise<Weighed> {
  const pushed = want.pushed ? { sha: want.pushed } : {};
  if (!site) {
    const message = `Site "${name}" is no longer in the catalog.`;
    return { kind: 'dropped', reason: { status: 'failed', message, ...pushed } };
  }
  try {
    const lookup = await commits.find(site, want.ref);
    if (lookup.kind === 'notFound')
      return { kind: 'dropped', reason: { status: 'failed', message: lookup.message, ...pushed } };
    const { commit } = lookup;
    const { sha } = commit;
    const isHead = want.ref.kind === 'branchHead';
    const decision = commitDecision({ want, commit, row, site });
    if (decision.kind === 'publish') return { kind: 'publish', sha, isHead };
    const droppedAs = (status: 'superseded' | 'skipped', message: string, runId = want.runId): Weighed => {
      const head = isHead ? { head: { sha, runId } } : {};
      return { kind: 'dropped', reason: { status, message, ...pushed, bySha: sha }, ...head };
    };
    if (decision.kind === 'drop') return droppedAs(decision.status, decision.message, decision.by);

    const changes = await commits.compare(site, decision.base, sha);
    if (changes.kind === 'unknown' || concernsSite(site, changes.files))
      return { kind: 'publish', sha, isHead };
    return droppedAs(
      'skipped',
      `Nothing that concerns the site changed since ${decision.base.slice(0, 7)}, which is live.`,
    );
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'provider-unavailable')
      return { kind: 'unavailable', message: error.message };
    throw error;
  }
}
