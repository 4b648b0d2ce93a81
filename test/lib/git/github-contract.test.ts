import { onTestFinished } from 'vitest';
import { github } from '../../../lib/git/github.ts';
import { Secret } from '../../../lib/secret.ts';
import { startGithubApi } from '../../../local/github/start-github-api.ts';
import { commitStatusesContract, commitsContract } from '../../contracts/commits.ts';
import { commitChange, git, sampleRepository } from '../../local/github/github-fixture.ts';
import { aCommit, aSite } from '../../support/builders.ts';
import { FakeCommitStatuses, FakeCommits, fakeSecrets } from '../../support/fakes/fake-outside.ts';

const fullName = 'slipway-samples/blog';

/** GitHub's adapter over the stand-in for GitHub, which serves a real repository. */
async function aRepository() {
  const { bare, workingCopy, head } = await sampleRepository();
  const api = await startGithubApi({ port: 0, repositories: () => [{ fullName, bare }] });
  let stopping: Promise<void> | undefined;
  const goOut = (): Promise<void> => {
    stopping ??= api.stop();
    return stopping;
  };
  onTestFinished(goOut);
  const provider = github(
    { apiUrl: api.origin, webhookSecrets: [], token: new Secret('token') },
    fakeSecrets(),
  );
  const site = aSite('blog', { repository: `https://github.com/${fullName}.git` });
  return { provider, site, head, workingCopy, origin: api.origin, goOut };
}

commitsContract("GitHub's stand-in", async () => {
  const { provider, site, head, workingCopy, goOut } = await aRepository();
  const second = await commitChange(workingCopy, 'added.md', 'new');
  await git(workingCopy, 'push', '--quiet', 'origin', 'HEAD');
  return { commits: provider, site, first: head, second, goOut };
});
commitsContract('memory', async () => {
  const commits = new FakeCommits();
  const [first, second] = [aCommit('a1'), aCommit('b2')];
  commits.commits.push(first, second);
  commits.changes.set(second.sha, ['added.md']);
  const goOut = (): void => {
    commits.isOut = true;
  };
  return { commits, site: aSite('shop'), first: first.sha, second: second.sha, goOut };
});

commitStatusesContract("GitHub's stand-in", async () => {
  const { provider, site, head, origin, goOut } = await aRepository();
  const reported = async () => {
    const response = await fetch(`${origin}/repos/${fullName}/commits/${head}/statuses`);
    const statuses = (await response.json()) as Array<{ state: 'pending' | 'success'; target_url: string }>;
    return statuses.map(({ state, target_url }) => ({ state, targetUrl: target_url }));
  };
  return { statuses: provider, site, sha: head, reported, goOut };
});
commitStatusesContract('memory', async () => {
  const statuses = new FakeCommitStatuses();
  const reported = async () =>
    statuses.reported.map(({ state, targetUrl }) => ({ state, targetUrl })).reverse();
  const goOut = (): void => {
    statuses.isOut = true;
  };
  return { statuses, site: aSite(), sha: aCommit().sha, reported, goOut };
});
