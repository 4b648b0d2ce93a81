import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import { onTestFinished } from 'vitest';
import { type CommitSource, fetchCommit } from '../../hugo-image/build-site/git/fetch-commit.ts';
import { Sandbox } from '../../hugo-image/build-site/sandbox/sandbox.ts';

const plain = { PATH: process.env.PATH, HOME: os.tmpdir(), GIT_CONFIG_GLOBAL: os.devNull };

type Source = Pick<CommitSource, 'repository' | 'commit'> & Partial<CommitSource>;

export async function fetchInto(source: Source, env: Record<string, string> = {}): Promise<string> {
  return (await checkout(source, env)).directory;
}

export async function checkout(source: Source, env: Record<string, string> = {}) {
  const lines: string[] = [];
  const options = { env: { ...plain, ...env }, signal: new AbortController().signal };
  const log = (line: string) => void lines.push(line);
  const sandbox = await Sandbox.open({ ...options, log });
  onTestFinished(() => sandbox.remove());
  const result = await fetchCommit({ token: undefined, directory: '.', ...source }, sandbox, {
    ...options,
    log,
    pausesMs: [1, 1],
  });
  return { ...result, lines, directory: sandbox.path('repository') };
}

/** Git settings as an image's environment carries them. */
export function settings(...pairs: Array<[name: string, value: string]>): Record<string, string> {
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(pairs.length)],
    ...pairs.flatMap(([name, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, name],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ]);
}

export async function httpServer(answer: http.RequestListener) {
  const server = http.createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
