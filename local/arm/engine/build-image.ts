import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type EngineApi, EngineError } from './engine-api.ts';

/** How an image comes from files of this machine. */
export type ImageBuild = {
  directory: string;
  /** Below the directory. */
  dockerfile: string;
  /** What the build sees: below the directory, the Dockerfile among them; `.` is all of it. */
  files: readonly string[];
  arguments?: Record<string, string>;
};

/** On images that are built here: what they were built from. */
export const sourceLabel = 'slipway.source';

type BuildLine = { stream?: string; error?: string; errorDetail?: { message?: string } };

/** Builds an image on the engine. Rejects with the end of what the build said when it fails. */
export async function buildImage(
  api: EngineApi,
  image: string,
  build: ImageBuild,
  options: { source: string; onLine?(line: string): void; signal?: AbortSignal },
): Promise<void> {
  const { directory, dockerfile, files, arguments: buildArguments = {} } = build;
  const archive = spawn('tar', ['-c', '-C', directory, ...files], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  archive.on('error', (error) => archive.stdout.destroy(error));
  const said: string[] = [];
  const query = {
    t: image,
    dockerfile,
    buildargs: JSON.stringify(buildArguments),
    labels: JSON.stringify({ [sourceLabel]: options.source }),
    // What a build fetches it fetches as this machine would.
    networkmode: 'host',
    rm: 'true',
    forcerm: 'true',
  };
  const headers = { 'content-type': 'application/x-tar' };
  const { signal } = options;
  const request = { query, headers, body: archive.stdout, ...(signal && { signal }) };
  for await (const line of api.lines<BuildLine>('POST', '/build', request)) {
    const problem = line.errorDetail?.message ?? line.error;
    if (problem) throw new EngineError([...said.slice(-10), problem].join('\n'));
    for (const text of (line.stream ?? '').split('\n')) {
      if (!text.trim()) continue;
      said.push(text);
      options.onLine?.(text);
    }
  }
}

/** Tells one state of what an image is built from from the next. */
export async function sourceOf(build: ImageBuild): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(build.arguments ?? {}));
  for (const file of build.files) await hashFile(hash, build.directory, file);
  return hash.digest('hex').slice(0, 16);
}

async function hashFile(hash: ReturnType<typeof createHash>, directory: string, file: string): Promise<void> {
  const path = join(directory, file);
  const stat = await lstat(path);
  hash.update(`\0${file}\0${stat.mode}\0`);
  if (stat.isDirectory()) {
    for (const name of (await readdir(path)).sort()) await hashFile(hash, directory, join(file, name));
  } else if (stat.isSymbolicLink()) {
    hash.update(await readlink(path));
  } else if (stat.isFile()) {
    await pipeline(createReadStream(path), async (content) => {
      for await (const chunk of content) hash.update(chunk as Buffer);
    });
  }
}
