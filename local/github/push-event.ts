import { type GitCommit, type Person, readCommits } from './read-commits.ts';
import { repositoryJson } from './repository.ts';
import { runGit } from './run-git.ts';

export type GithubRepository = {
  /** `OWNER/NAME`. */
  fullName: string;
  /** The URL that the catalog names. */
  cloneUrl: string;
  defaultBranch: string;
};

/** One line of what git tells a post-receive hook. */
export type RefUpdate = { before: string; after: string; ref: string };

const noCommit = '0'.repeat(40);
/** GitHub lists at most so many commits in one event. */
const mostCommits = 2_048;

/** The `push` event that GitHub would send for an update of a ref of this bare repository. */
export async function pushEvent(bareRepository: string, repository: GithubRepository, update: RefUpdate) {
  const created = update.before === noCommit;
  const deleted = update.after === noCommit;
  const commits = deleted ? [] : await pushedCommits(bareRepository, update, created);
  const [head] = deleted ? [] : await readCommits(bareRepository, '--max-count=1', update.after);
  const [owner = ''] = repository.fullName.split('/');
  const page = repository.cloneUrl.replace(/\.git$/, '');
  const pusher = head?.committer ?? { name: owner, email: '' };
  return {
    ref: update.ref,
    before: update.before,
    after: update.after,
    repository: repositoryJson({ fullName: repository.fullName, bare: bareRepository }, repository),
    pusher: { name: pusher.name, email: pusher.email },
    sender: { login: pusher.name, type: 'User' },
    created,
    deleted,
    forced: !created && !deleted && (await isForced(bareRepository, update)),
    base_ref: null,
    compare: `${page}/compare/${update.before.slice(0, 12)}...${update.after.slice(0, 12)}`,
    commits: commits.map((commit) => eventCommit(page, commit)),
    head_commit: head ? eventCommit(page, head) : null,
  };
}

function pushedCommits(
  repository: string,
  { before, after, ref }: RefUpdate,
  created: boolean,
): Promise<GitCommit[]> {
  const known = created ? [`--exclude=${ref.replace(/^refs\/heads\//, '')}`, '--branches'] : [before];
  return readCommits(repository, `--max-count=${mostCommits}`, after, '--not', ...known);
}

async function isForced(repository: string, { before, after }: RefUpdate): Promise<boolean> {
  const { exitCode } = await runGit(repository, ['merge-base', '--is-ancestor', before, after]);
  return exitCode !== 0;
}

function eventCommit(page: string, commit: GitCommit) {
  const person = ({ name, email, date }: Person) => ({ name, email, date });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${page}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: commit.added,
    removed: commit.removed,
    modified: commit.modified,
  };
}
