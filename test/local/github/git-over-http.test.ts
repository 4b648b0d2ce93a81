import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startGithubApi } from '../../../local/github/start-github-api.ts';
import { commitChange, git, sampleRepository } from './github-fixture.ts';

async function served() {
  const sample = await sampleRepository();
  const api = await startGithubApi({
    port: 0,
    repositories: () => [{ fullName: 'slipway-samples/blog', bare: sample.bare }],
  });
  onTestFinished(() => api.stop());
  const folder = await mkdtemp(path.join(tmpdir(), 'git-over-http-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { sample, folder, url: `${api.origin}/slipway-samples/blog.git` };
}

test.for(['version=0', 'version=2'])('clones a repository over HTTP, with protocol %s', async (protocol) => {
  const { sample, folder, url } = await served();
  const clone = path.join(folder, 'clone');
  await git(folder, '-c', `protocol.${protocol}`, 'clone', '--quiet', url, clone);
  expect(await git(clone, 'rev-parse', 'HEAD')).toBe(sample.head);
});

test('fetches one commit without history, also one that no branch has any more', async () => {
  const { sample, folder, url } = await served();
  const lost = await commitChange(sample.workingCopy, 'lost.md', 'lost');
  await git(sample.workingCopy, 'push', '--quiet', 'origin', 'main');
  await git(sample.workingCopy, 'reset', '--quiet', '--hard', sample.head);
  await git(sample.workingCopy, 'push', '--quiet', '--force', 'origin', 'main');
  await git(folder, 'init', '--quiet');
  await git(folder, 'fetch', '--quiet', '--depth=1', url, lost);
  await git(folder, 'checkout', '--quiet', 'FETCH_HEAD');
  expect(await readFile(path.join(folder, 'lost.md'), 'utf8')).toBe('lost');
});

test('refuses pushes and repositories that the catalog does not name', async () => {
  const { sample, folder, url } = await served();
  await expect(git(sample.workingCopy, 'push', url, 'main:other')).rejects.toThrow(/not found/i);
  await expect(git(folder, 'clone', url.replace('blog', 'other'))).rejects.toThrow(/not found/i);
});
