/** What a push names. */
export type Commit = {
  repository: string;
  branch: string;
  /** 40 hex digits. */
  sha: string;
  author: string;
  message: string;
  committedAt: string;
};

/** Which commit of a site is asked for: one by its sha, or the newest of the site's branch. */
export type CommitRef = { kind: 'sha'; sha: string } | { kind: 'branchHead' };

/** The files that differ between two commits, with the old names of those that moved. */
export type Comparison =
  | { kind: 'files'; files: string[] }
  /** Not one line of history, too many files to be listed, or a commit that is gone. */
  | { kind: 'unknown' };
