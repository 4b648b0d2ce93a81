import type { GitCommit, Person } from './read-commits.ts';

/** A commit as GitHub's REST API shows it. Nobody here has a GitHub account, so `author` and `committer` are null. */
export function commitJson(api: string, fullName: string, commit: GitCommit) {
  const url = `${api}/repos/${fullName}`;
  const page = `https://github.com/${fullName}`;
  const files = (status: string, names: string[]) =>
    names.map((filename) => ({ filename, status, raw_url: `${page}/raw/${commit.sha}/${filename}` }));
  return {
    sha: commit.sha,
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    commit: {
      url: `${url}/git/commits/${commit.sha}`,
      author: person(commit.author),
      committer: person(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    files: [
      ...files('added', commit.added),
      ...files('removed', commit.removed),
      ...files('modified', commit.modified),
    ],
  };
}

/** GitHub's times are UTC. */
function person({ name, email, date }: Person): Person {
  return { name, email, date: new Date(date).toISOString().replace(/\.\d+Z$/, 'Z') };
}
