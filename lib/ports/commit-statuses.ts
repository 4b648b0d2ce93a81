import type { CommitState, Site } from '../../contract/sites.ts';

export type CommitStatus = {
  sha: string;
  state: CommitState;
  description: string;
  /** Where a person can follow the run. */
  targetUrl: string;
};

export interface CommitStatuses {
  /** Reports on the commit's page; a provider without credentials reports nothing. */
  report(site: Site, status: CommitStatus): Promise<void>;
}
