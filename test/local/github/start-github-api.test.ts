import { request } from '@octokit/request';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { startGithubApi } from '../../../local/github/start-github-api.ts';
import { commitChange, git, sampleRepository } from './github-fixture.ts';

async function startedApi() {
  const sample = await sampleRepository();
  const api = await startGithubApi({
    port: 0,
    repositories: { 'slipway-samples/blog': sample.bare },
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
  await expect(other).rejects.toMatchObject({ status: 404, response: { data: { message: 'Not Found' } } });
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
  const second = startGithubApi({ port: api.port, repositories: {} });
  await expect(second).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: expect.stringContaining(`${api.port}`),
  });
});
