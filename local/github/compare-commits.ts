import { commitJson } from './commit-json.ts';
import { readCommits, resolveCommit } from './read-commits.ts';
import type { StandInRepository } from './repository.ts';
import { git, runGit } from './run-git.ts';

/** GitHub lists at most so many files and, on its first page, commits. */
const mostFiles = 300;
const mostCommits = 250;

/** GitHub's words for git's letters; a change of type or of anything else is a `changed`. */
const statuses: Record<string, string> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
};

export type ChangedFile = { filename: string; status: string; previous_filename?: string };

/** What GitHub answers to a comparison of two commits, or undefined when they share no history. */
export async function compareCommits(
  api: string,
  { fullName, bare }: StandInRepository,
  base: string,
  head: string,
) {
  const { exitCode, stdout } = await runGit(bare, ['merge-base', base, head]);
  if (exitCode !== 0) return undefined;
  const mergeBase = stdout.trim();
  const counts = await git(bare, 'rev-list', '--left-right', '--count', `${base}...${head}`);
  const [behind = 0, ahead = 0] = counts.split('\t').map(Number);
  const commits = await readCommits(bare, `--max-count=${mostCommits}`, head, '--not', base);
  return {
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    merge_base_commit: { sha: mergeBase },
    commits: commits.map((commit) => commitJson(api, fullName, commit)),
    files: (await changedFiles(bare, mergeBase, head)).slice(0, mostFiles),
  };
}

/** The sides of `BASE...HEAD` as shas; undefined when one of them is no commit. */
export async function comparedCommits(
  bare: string,
  spec: string,
): Promise<{ base: string; head: string } | undefined> {
  const [base, head] = await Promise.all(
    spec.split('...', 2).map((revision) => resolveCommit(bare, revision)),
  );
  return base && head ? { base, head } : undefined;
}

function statusOf(ahead: number, behind: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (ahead === 0) return behind === 0 ? 'identical' : 'behind';
  return behind === 0 ? 'ahead' : 'diverged';
}

/** Compared with where the two parted, as GitHub does. */
async function changedFiles(bare: string, from: string, to: string): Promise<ChangedFile[]> {
  const output = await git(bare, 'diff', '--name-status', '-z', '--find-renames', from, to);
  const fields = output.split('\0');
  const files: ChangedFile[] = [];
  while (fields.length > 1) {
    const letter = fields.shift()?.[0] ?? '';
    const status = statuses[letter] ?? 'changed';
    const previous = letter === 'R' || letter === 'C' ? fields.shift() : undefined;
    const filename = fields.shift() ?? '';
    files.push({ filename, status, ...(previous === undefined ? {} : { previous_filename: previous }) });
  }
  return files;
}
