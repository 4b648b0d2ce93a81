import type { CommitRef, Comparison } from '../../contract/commits.ts';
import type { CommitLookup, Site } from '../../contract/sites.ts';

/** Commits of a site's repository, by its git provider. */
export interface Commits {
  find(site: Site, ref: CommitRef): Promise<CommitLookup>;
  /** What changed from one commit to a later one. */
  compare(site: Site, base: string, head: string): Promise<Comparison>;
}
