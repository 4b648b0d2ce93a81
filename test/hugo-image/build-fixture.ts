import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  BlobServiceClient,
  type ContainerClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  type StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { onTestFinished } from 'vitest';
import { startStorage } from '../../local/storage/start-storage.ts';
import type { Manifest } from '../support/builders.ts';

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
export const token = 'callback-token-5f1d';

const run = promisify(execFile);
const gitIdentity = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_CONFIG_GLOBAL: os.devNull,
};

export async function git(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', directory, ...args], {
    env: { ...process.env, ...gitIdentity },
  });
  return stdout.trim();
}

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'slipway-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

/** A repository with one commit of the sample site, or of these files. */
export async function siteRepository(
  files?: Record<string, string>,
): Promise<{ directory: string; url: string; commit: string }> {
  const directory = await temporaryDirectory();
  await git(directory, 'init', '--quiet', '--initial-branch=main');
  if (!files) await cp(path.join(repositoryRoot, 'samples/site'), directory, { recursive: true });
  return { directory, url: `file://${directory}`, commit: await commitFiles(directory, files ?? {}) };
}

export async function commitFiles(directory: string, files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), text);
  }
  await git(directory, 'add', '--all');
  await git(directory, 'commit', '--quiet', '--allow-empty', '--message', 'A commit');
  return git(directory, 'rev-parse', 'HEAD');
}

/** An in-memory store with the release container of a site, and a URL as the app grants it to a build. */
export async function releaseStore(
  permissions = 'rcl',
): Promise<{ container: ContainerClient; uploadUrl: string }> {
  const storage = await startStorage({ port: 0 });
  onTestFinished(() => storage.stop());
  const container = BlobServiceClient.fromConnectionString(storage.connectionString).getContainerClient(
    'releases-blog',
  );
  await container.create();
  const sas = generateBlobSASQueryParameters(
    {
      containerName: container.containerName,
      permissions: ContainerSASPermissions.parse(permissions),
      protocol: SASProtocol.HttpsAndHttp,
      expiresOn: new Date(Date.now() + 3_600_000),
    },
    container.credential as StorageSharedKeyCredential,
  );
  return { container, uploadUrl: `${container.url}?${sas}` };
}

export type Received = {
  authorization: string | undefined;
  length: string | undefined;
  body: { kind: string };
};

/** The app's callback endpoint, which answers as told: the statuses in order, then 202. */
export async function callbackServer(statuses: number[] = []) {
  const received: Received[] = [];
  const server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as Received['body'];
    received.push({
      authorization: request.headers.authorization,
      length: request.headers['content-length'],
      body,
    });
    response.writeHead(body.kind === 'ended' ? (statuses.shift() ?? 202) : 202).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/callbacks/run-1`,
    received,
    reports: () => received.map((each) => each.body).filter((body) => body.kind === 'ended'),
  };
}

/** The variables of a build that succeeds, but for what is overridden. */
export function buildEnvironment(
  overrides: Record<string, string | undefined>,
): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    HOME: os.tmpdir(),
    GIT_CONFIG_GLOBAL: os.devNull,
    SLIPWAY_RUN_ID: 'publish-blog-1',
    SLIPWAY_ATTEMPT: '1',
    SLIPWAY_SITE: 'blog',
    SLIPWAY_BASE_URL: 'http://blog.localhost:7072/',
    SLIPWAY_HUGO_FLAGS: 'minify',
    SLIPWAY_CALLBACK_TOKEN: token,
    ...overrides,
  };
}

export async function namesIn(container: ContainerClient, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const blob of container.listBlobsFlat({ prefix })) names.push(blob.name);
  return names;
}

export async function jsonIn<T>(container: ContainerClient, name: string): Promise<T> {
  return JSON.parse((await container.getBlobClient(name).downloadToBuffer()).toString()) as T;
}

/** The one manifest of a store. */
export async function manifestIn(container: ContainerClient): Promise<Manifest & { name: string }> {
  const [name = ''] = await namesIn(container, 'manifests/');
  const text = (await container.getBlobClient(name).downloadToBuffer()).toString();
  const [header, ...files] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { name, header, files };
}
