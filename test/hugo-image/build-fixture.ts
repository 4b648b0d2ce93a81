import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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
import type { BuildReport, ManifestHeader, ReleaseFile, StorageAccess } from '../../contract/build.ts';
import type { BuildSiteOptions } from '../../hugo-image/build-site/build-options.ts';
import { buildSite } from '../../hugo-image/build-site/build-site.ts';
import { startStorage } from '../../local/storage/start-storage.ts';

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
export const token = 'callback-token-5f1d';

const run = promisify(execFile);
const gitIdentity = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_CONFIG_GLOBAL: os.devNull,
  GIT_CONFIG_NOSYSTEM: '1',
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
  files?: Record<string, string | Buffer>,
): Promise<{ directory: string; url: string; commit: string }> {
  const directory = await temporaryDirectory();
  await git(directory, 'init', '--quiet', '--initial-branch=main');
  if (!files) await cp(path.join(repositoryRoot, 'samples/site'), directory, { recursive: true });
  return { directory, url: `file://${directory}`, commit: await commitFiles(directory, files ?? {}) };
}

export async function commitFiles(
  directory: string,
  files: Record<string, string | Buffer>,
): Promise<string> {
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
  path: string;
  authorization: string | undefined;
  traceparent: string | undefined;
  length: string | undefined;
  body: { kind?: string; access?: StorageAccess; result?: BuildReport };
};

/** What the app's callback endpoint answers: to final reports and to requests for access in order, then that all is well. */
export type CallbackAnswers = { uploadUrl?: string; reports?: number[]; grants?: number[] };

/** The app's endpoint for a run: takes reports and grants access to a release container. */
export async function callbackServer(answers: CallbackAnswers = {}) {
  const { uploadUrl = 'http://127.0.0.1:1/account/releases-blog?sig=x', reports = [], grants = [] } = answers;
  const received: Received[] = [];
  const server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as Received['body'];
    const { authorization, 'content-length': length, traceparent } = request.headers;
    const given = traceparent === undefined ? undefined : String(traceparent);
    received.push({ path: request.url ?? '', authorization, traceparent: given, length, body });
    if (!request.url?.endsWith('/grant')) {
      response.writeHead(body.kind === 'ended' ? (reports.shift() ?? 202) : 202).end();
      return;
    }
    const status = grants.shift() ?? 200;
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? { url: uploadUrl, expiresAt } : { status }));
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

/** A repository with these files, a store and the app's endpoint, and the variables of a build of it. */
export async function buildSurroundings(files?: Record<string, string | Buffer>) {
  const [site, store] = await Promise.all([siteRepository(files), releaseStore()]);
  const callback = await callbackServer({ uploadUrl: store.uploadUrl });
  const env = {
    SLIPWAY_REPOSITORY: site.url,
    SLIPWAY_COMMIT: site.commit,
    SLIPWAY_CALLBACK_URL: callback.url,
  };
  return { site, store, callback, env };
}

/** Runs a build in this process; by default as the machine confines it. */
export async function build(
  env: Record<string, string | undefined>,
  overrides: Partial<BuildSiteOptions> = {},
) {
  const lines: string[] = [];
  const exitCode = await buildSite({
    env: buildEnvironment(env),
    signal: new AbortController().signal,
    log: (line) => lines.push(line),
    pausesMs: [1, 1],
    ...overrides,
  });
  return { exitCode, lines };
}

/** The only release of a container, or the one of this name. */
export async function manifestIn(
  container: ContainerClient,
  name?: string,
): Promise<ManifestHeader & { name: string; entries: ReleaseFile[] }> {
  const [first = ''] = name ? [name] : await namesIn(container, 'manifests/');
  const text = (await container.getBlobClient(first).downloadToBuffer()).toString();
  const [header, ...entries] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { name: first, ...header, entries };
}

export async function publishedText(container: ContainerClient, path: string): Promise<string> {
  const file = (await manifestIn(container)).entries.find((each) => each.path === path);
  return (await container.getBlobClient(`objects/${file?.sha256}`).downloadToBuffer()).toString();
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

/** What a build calls; nothing else is on a PATH that lacks one of them. */
const tools = [
  'git',
  'git-lfs',
  'go',
  'hugo',
  'mkdir',
  'mount',
  'node',
  'npm',
  'rm',
  'setpriv',
  'sh',
  'tar',
  'unshare',
  'env',
  'npx',
];

/** A PATH on which everything is found that a build needs, but for one program. */
export async function pathWithout(program: string): Promise<string> {
  const bin = await temporaryDirectory();
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  for (const name of tools.filter((tool) => tool !== program)) {
    const place = folders.map((folder) => path.join(folder, name)).find((each) => existsSync(each));
    if (place) await symlink(place, path.join(bin, name));
  }
  return bin;
}
