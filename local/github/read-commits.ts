import { git, runGit } from './run-git.ts';

export type Person = { name: string; email: string; date: string };

/** A commit as git has it, with the files it changed against its first parent. */
export type GitCommit = {
  sha: string;
  tree: string;
  parents: string[];
  author: Person;
  committer: Person;
  message: string;
  added: string[];
  removed: string[];
  modified: string[];
};

const fields = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B', ''];
const [recordSeparator, fieldSeparator] = ['\x1e', '\x1f'];
const format = `--format=%x1e${fields.join('%x1f')}`;

/** The newest commit of a branch of a bare repository; undefined when the branch or the repository does not exist. */
export async function headOf(bareRepository: string, branch: string): Promise<string | undefined> {
  return resolveCommit(bareRepository, `refs/heads/${branch}`);
}

/** The sha of what a revision names, or undefined. */
export async function resolveCommit(repository: string, revision: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { exitCode, stdout } = await runGit(repository, args);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** The commits that `git log` selects with these arguments, oldest first. */
export async function readCommits(repository: string, ...selection: string[]): Promise<GitCommit[]> {
  const options = ['--reverse', '--name-status', '--no-renames', '--diff-merges=first-parent', format];
  const output = await git(repository, '-c', 'core.quotePath=false', 'log', ...options, ...selection);
  return output.split(recordSeparator).slice(1).map(parseCommit);
}

function parseCommit(record: string): GitCommit {
  const [sha = '', tree = '', parents = '', ...rest] = record.split(fieldSeparator);
  const [
    authorName = '',
    authorEmail = '',
    authored = '',
    committerName = '',
    committerEmail = '',
    committed = '',
  ] = rest;
  const [message = '', files = ''] = rest.slice(6);
  const changed = files.split('\n').map((line) => line.split('\t') as [string, string?]);
  const withStatus = (status: string): string[] =>
    changed.flatMap(([letter, file]) => (letter === status && file ? [file] : []));
  return {
    sha,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name: authorName, email: authorEmail, date: authored },
    committer: { name: committerName, email: committerEmail, date: committed },
    message: message.trimEnd(),
    added: withStatus('A'),
    removed: withStatus('D'),
    modified: withStatus('M'),
  };
}
