import { request } from '@octokit/request';
import { describe, expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { pushEvent } from '../../../local/github/push-event.ts';
import { repositoryId } from '../../../local/github/repository.ts';
import { startGithubApi } from '../../../local/github/start-github-api.ts';
import { commitChange, git, sampleRepository } from './github-fixture.ts';

async function startedApi() {
  const sample = await sampleRepository();
  const api = await startGithubApi({
    port: 0,
    repositories: () => [{ fullName: 'slipway-samples/blog', bare: sample.bare }],
    clock: new VirtualClock(Date.UTC(2026, 0, 1)),
  });
  onTestFinished(() => api.stop());
  const github = (route: string, values: object) =>
    request(route, {
      baseUrl: api.origin,
      headers: { authorization: 'token of-the-app' },
      owner: 'slipway-samples',
      repo: 'blog',
      ...values,
    });
  return { sample, api, github };
}

test('finds a commit by branch, tag, sha and short sha', async () => {
  const { sample, github } = await startedApi();
  await git(sample.workingCopy, 'switch', '--quiet', '--create', 'feature/statuses');
  const sha = await commitChange(sample.workingCopy, 'a.md', 'a');
  await git(sample.workingCopy, 'tag', 'v1');
  await git(sample.workingCopy, 'push', '--quiet', 'origin', 'feature/statuses', 'v1');
  const refs = ['feature/statuses', 'v1', sha, sha.slice(0, 7)];
  for (const ref of refs) {
    const { data } = await github('GET /repos/{owner}/{repo}/commits/{ref}', { ref });
    expect(data).toMatchObject({
      sha,
      parents: [{ sha: sample.head }],
      commit: {
        message: 'Change a.md',
        author: { name: 'Slipway sample', date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) },
      },
      files: [{ filename: 'a.md', status: 'added' }],
    });
  }
});

test('answers as GitHub does when there is no such commit or repository', async () => {
  const { github } = await startedApi();
  const missing = github('GET /repos/{owner}/{repo}/commits/{ref}', { ref: 'f'.repeat(40) });
  await expect(missing).rejects.toMatchObject({
    status: 422,
    response: { data: { message: `No commit found for SHA: ${'f'.repeat(40)}` } },
  });
  const option = github('GET /repos/{owner}/{repo}/commits/{ref}', { ref: '--all' });
  await expect(option).rejects.toMatchObject({ status: 422 });
  const other = github('GET /repos/{owner}/{repo}/commits/{ref}', { repo: 'other', ref: 'main' });
  await expect(other).rejects.toMatchObject({
    status: 404,
    response: { data: { message: expect.stringMatching(/^Not Found.*this machine only/) } },
  });
});

test('knows a repository by a number of its own, which its deliveries name', async () => {
  const { sample, github } = await startedApi();
  const { data } = await github('GET /repos/{owner}/{repo}', {});
  expect(data).toMatchObject({
    id: expect.any(Number),
    full_name: 'slipway-samples/blog',
    default_branch: 'main',
    clone_url: 'https://github.com/slipway-samples/blog.git',
  });
  const other = await sampleRepository();
  expect(repositoryId(other.bare)).not.toBe(data.id);
  const update = { before: '0'.repeat(40), after: sample.head, ref: 'refs/heads/main' };
  expect((await pushEvent(sample.bare, sample, update)).repository.id).toBe(data.id);
});

describe('a comparison', () => {
  const compare = (github: Awaited<ReturnType<typeof startedApi>>['github'], base: string, head: string) =>
    github('GET /repos/{owner}/{repo}/compare/{basehead}', { basehead: `${base}...${head}` });

  test('says how two commits lie to each other, and what changed', async () => {
    const { sample, github } = await startedApi();
    const { head: first, workingCopy } = sample;
    await commitChange(
      workingCopy,
      'größe.md',
      'a text that is long enough to be found again after a rename',
    );
    await git(workingCopy, 'mv', 'größe.md', 'b c.md');
    const ahead = await commitChange(workingCopy, 'config.yaml', 'title: Other\n');
    await git(workingCopy, 'push', '--quiet');
    const { data } = await compare(github, first, ahead);
    expect(data).toMatchObject({
      status: 'ahead',
      ahead_by: 2,
      behind_by: 0,
      total_commits: 2,
      commits: [{ commit: { message: 'Change größe.md' } }, { sha: ahead }],
      files: [
        { filename: 'b c.md', status: 'added' },
        { filename: 'config.yaml', status: 'modified' },
      ],
    });
    const renamed = await compare(github, `${ahead}~1`, ahead);
    expect(renamed.data.files).toContainEqual({
      filename: 'b c.md',
      status: 'renamed',
      previous_filename: 'größe.md',
    });
    expect((await compare(github, ahead, first)).data).toMatchObject({
      status: 'behind',
      ahead_by: 0,
      behind_by: 2,
      files: [],
    });
    expect((await compare(github, ahead, 'main')).data).toMatchObject({ status: 'identical', files: [] });

    await git(workingCopy, 'switch', '--quiet', '--create', 'side', first);
    const side = await commitChange(workingCopy, 'side.md', 'side');
    await git(workingCopy, 'push', '--quiet', 'origin', 'side');
    expect((await compare(github, ahead, side)).data).toMatchObject({
      status: 'diverged',
      ahead_by: 1,
      behind_by: 2,
      files: [{ filename: 'side.md', status: 'added' }],
    });
  });

  test('of a commit that does not exist is 404', async () => {
    const { sample, github } = await startedApi();
    for (const [base, head] of [
      [sample.head, 'f'.repeat(40)],
      ['f'.repeat(40), sample.head],
      ['--all', 'main'],
    ])
      await expect(compare(github, base ?? '', head ?? '')).rejects.toMatchObject({ status: 404 });
  });
});

test('keeps the statuses of a commit, the newest first', async () => {
  const { sample, github } = await startedApi();
  const target_url = 'http://127.0.0.1:7071/api/runs/1';
  const report = (state: 'pending' | 'success', context: string) =>
    github('POST /repos/{owner}/{repo}/statuses/{sha}', {
      sha: sample.head,
      state,
      context,
      target_url,
      description: `It is ${state}`,
    });
  expect((await report('pending', 'slipway/blog')).status).toBe(201);
  await report('success', 'slipway/blog');
  const { data } = await github('GET /repos/{owner}/{repo}/commits/{ref}/statuses', { ref: 'main' });
  expect(data).toMatchObject([
    { state: 'success', context: 'slipway/blog', target_url, description: 'It is success' },
    { state: 'pending', created_at: '2026-01-01T00:00:00Z' },
  ]);
  const combined = await github('GET /repos/{owner}/{repo}/commits/{ref}/status', { ref: sample.head });
  expect(combined.data).toMatchObject({ state: 'success', total_count: 1, sha: sample.head });
});

test('refuses statuses that GitHub refuses', async () => {
  const { sample, api, github } = await startedApi();
  const report = (values: object) =>
    github('POST /repos/{owner}/{repo}/statuses/{sha}', { sha: sample.head, state: 'success', ...values });
  await expect(report({ sha: 'f'.repeat(40) })).rejects.toMatchObject({ status: 422 });
  await expect(report({ state: 'fine' })).rejects.toMatchObject({ status: 422 });
  await expect(report({ description: 'x'.repeat(141) })).rejects.toMatchObject({ status: 422 });
  const anonymous = await fetch(`${api.origin}/repos/slipway-samples/blog/statuses/${sample.head}`, {
    method: 'POST',
  });
  expect(anonymous.status).toBe(401);
});

test('says that its port is taken', async () => {
  const { api } = await startedApi();
  const second = startGithubApi({ port: api.port, repositories: () => [] });
  await expect(second).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: expect.stringContaining(`${api.port}`),
  });
});
