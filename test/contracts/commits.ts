import { describe, expect, test } from 'vitest';
import type { Site } from '../../contract/sites.ts';
import type { CommitStatus, CommitStatuses } from '../../lib/ports/commit-statuses.ts';
import type { Commits } from '../../lib/ports/commits.ts';

/** Two commits on the branch of a site, the second of which adds `added.md`. */
export type CommitsUnderTest = {
  commits: Commits;
  site: Site;
  first: string;
  second: string;
  goOut(): unknown;
};

const nowhere = 'f'.repeat(40);

/** What the app relies on of any Commits. */
export function commitsContract(name: string, make: () => Promise<CommitsUnderTest>): void {
  describe(`the commits of ${name}`, () => {
    test('are found by their sha, as those of the site that asks', async () => {
      const { commits, site, first } = await make();
      expect(await commits.find(site, { kind: 'sha', sha: first })).toMatchObject({
        kind: 'found',
        commit: { sha: first, repository: site.repository, branch: site.branch },
      });
    });

    test('have a newest one on the branch', async () => {
      const { commits, site, second } = await make();
      const head = await commits.find(site, { kind: 'branchHead' });
      expect(head).toMatchObject({ kind: 'found', commit: { sha: second } });
    });

    test('that are not there are an answer, with the repository named', async () => {
      const { commits, site } = await make();
      expect(await commits.find(site, { kind: 'sha', sha: nowhere })).toEqual({
        kind: 'notFound',
        message: expect.stringContaining(site.repository),
      });
    });

    test('are compared file by file, and unknown where one is gone', async () => {
      const { commits, site, first, second } = await make();
      expect(await commits.compare(site, first, second)).toEqual({ kind: 'files', files: ['added.md'] });
      expect(await commits.compare(site, first, nowhere)).toEqual({ kind: 'unknown' });
    });

    test('are to be asked for again when the provider is out', async () => {
      const { commits, site, first, second, goOut } = await make();
      await goOut();
      const unavailable = { code: 'provider-unavailable' };
      await expect(commits.find(site, { kind: 'branchHead' })).rejects.toMatchObject(unavailable);
      await expect(commits.compare(site, first, second)).rejects.toMatchObject(unavailable);
    });
  });
}

/** A commit of a site, and what its page says of the site's publishes, the newest first. */
export type CommitStatusesUnderTest = {
  statuses: CommitStatuses;
  site: Site;
  sha: string;
  reported(): Promise<Array<Pick<CommitStatus, 'state' | 'targetUrl'>>>;
  goOut(): unknown;
};

/** What the app relies on of any CommitStatuses. */
export function commitStatusesContract(name: string, make: () => Promise<CommitStatusesUnderTest>): void {
  const aStatus = (sha: string, overrides: Partial<CommitStatus> = {}): CommitStatus => ({
    sha,
    state: 'pending',
    description: 'Building.',
    targetUrl: 'https://slipway.test/api/runs/one',
    ...overrides,
  });

  describe(`the commit statuses of ${name}`, () => {
    test('stand at the commit, each report after the one before', async () => {
      const { statuses, site, sha, reported } = await make();
      await statuses.report(site, aStatus(sha));
      await statuses.report(site, aStatus(sha, { state: 'success' }));
      const { targetUrl } = aStatus(sha);
      expect(await reported()).toEqual([
        { state: 'success', targetUrl },
        { state: 'pending', targetUrl },
      ]);
    });

    test('take a description of any length', async () => {
      const { statuses, site, sha, reported } = await make();
      await statuses.report(site, aStatus(sha, { state: 'failure', description: 'long '.repeat(200) }));
      expect(await reported()).toHaveLength(1);
    });

    test('are to be tried again when the provider is out', async () => {
      const { statuses, site, sha, goOut } = await make();
      await goOut();
      const report = statuses.report(site, aStatus(sha));
      await expect(report).rejects.toMatchObject({ code: 'provider-unavailable' });
    });
  });
}
