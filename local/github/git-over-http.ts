import { spawn } from 'node:child_process';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import type { Context, Hono } from 'hono';
import type { StandInRepository } from './repository.ts';

/** git's own server program; it serves commits that no branch names, and repositories whose files are another account's. */
const uploadPack = [
  ...['-c', 'uploadpack.allowAnySHA1InWant=true', '-c', 'uploadpack.allowFilter=true'],
  ...['-c', 'safe.directory=*', '-c', 'safe.bareRepository=all', 'upload-pack', '--stateless-rpc'],
];

/** Serves repositories to `git clone` and `git fetch`, as GitHub does at `/OWNER/NAME.git`: containers can't see this machine's files. */
export function gitOverHttp(
  app: Hono,
  repositoryOf: (fullName: string) => StandInRepository | undefined,
): void {
  const repositoryAt = (c: Context): StandInRepository | undefined =>
    repositoryOf(`${c.req.param('owner')}/${c.req.param('repo')}`.replace(/\.git$/, ''));

  app.get('/:owner/:repo/info/refs', (c) => {
    const repository = repositoryAt(c);
    if (!repository || c.req.query('service') !== 'git-upload-pack') return c.notFound();
    const protocol = c.req.header('git-protocol');
    const { stdout, stdin } = runUploadPack(repository, ['--advertise-refs'], protocol);
    stdin.end();
    // Version 2 of the protocol has no such line.
    const begin = /version=2/.test(protocol ?? '') ? [] : [packet('# service=git-upload-pack\n'), '0000'];
    return answer(c, 'application/x-git-upload-pack-advertisement', Readable.from(joined(begin, stdout)));
  });

  app.post('/:owner/:repo/git-upload-pack', (c) => {
    const repository = repositoryAt(c);
    if (!repository) return c.notFound();
    const { stdout, stdin } = runUploadPack(repository, [], c.req.header('git-protocol'));
    const { body } = c.req.raw;
    const request = body ? Readable.fromWeb(body as WebStream) : Readable.from([]);
    const isZipped = c.req.header('content-encoding') === 'gzip';
    // Who goes away in the middle is told nothing.
    (isZipped ? pipeline(request, createGunzip(), stdin) : pipeline(request, stdin)).catch(() => {});
    return answer(c, 'application/x-git-upload-pack-result', stdout);
  });
}

function runUploadPack(
  { bare }: StandInRepository,
  args: string[],
  protocol: string | undefined,
): { stdout: Readable; stdin: Writable } {
  const { stdin, stdout } = spawn('git', [...uploadPack, ...args, bare], {
    env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_PROTOCOL: protocol ?? '' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return { stdin, stdout };
}

function answer(c: Context, contentType: string, body: Readable): Response {
  return c.body(Readable.toWeb(body) as ReadableStream, 200, {
    'content-type': contentType,
    'cache-control': 'no-cache',
  });
}

async function* joined(begin: string[], rest: Readable): AsyncGenerator<Buffer> {
  for (const part of begin) yield Buffer.from(part);
  yield* rest;
}

/** A line of git's protocol: its length in hex, then itself. */
function packet(text: string): string {
  return (text.length + 4).toString(16).padStart(4, '0') + text;
}
