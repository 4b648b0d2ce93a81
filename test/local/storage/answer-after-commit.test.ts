import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { answerAfterCommit } from '../../../local/storage/answer-after-commit.ts';

async function serverWith(commit: () => void) {
  const failures: unknown[] = [];
  const server = http.createServer((_request, response) => response.end('done'));
  answerAfterCommit(server, commit, (error) => failures.push(error));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, failures };
}

test('reads are answered without a commit', async () => {
  let commits = 0;
  const { url } = await serverWith(() => commits++);
  expect(await (await fetch(url)).text()).toBe('done');
  await fetch(url, { method: 'HEAD' });
  expect(commits).toBe(0);
});

test('a change is answered after its commit', async () => {
  const events: string[] = [];
  const { url } = await serverWith(() => events.push('committed'));
  const response = await fetch(url, { method: 'PUT', body: 'x' });
  events.push(await response.text());
  expect(events).toEqual(['committed', 'done']);
});

test('a failed commit drops the connection instead of promising', async () => {
  const { url, failures } = await serverWith(() => {
    throw new Error('disk full');
  });
  await expect(fetch(url, { method: 'PUT', body: 'x' })).rejects.toThrow('fetch failed');
  expect(failures).toEqual([new Error('disk full')]);
});
