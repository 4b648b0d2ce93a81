import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import type { StorageService } from '../../../local/storage/azurite.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Compiles the program, because Node 20 does not read TypeScript, and runs it on a directory. */
export async function startStorageProcess(
  directory: string,
  service: StorageService,
  nodeOptions: readonly string[] = [],
): Promise<{ child: ChildProcess; connectionString: string; complaints: () => string }> {
  const outfile = path.join(
    repository,
    'node_modules/.cache/slipway',
    `storage-process-${process.pid}-${service}.mjs`,
  );
  await build({
    entryPoints: [path.join(repository, 'test/local/storage/storage-process.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  onTestFinished(() => rm(outfile, { force: true }));
  const child = spawn(process.execPath, [...nodeOptions, outfile, directory, service], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (part: Buffer) => {
    complaints += part;
    process.stderr.write(part);
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, connectionString: line.toString().trim(), complaints: () => complaints };
}
