import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';

/** Makes a program for Node out of a TypeScript file and what it imports of this project; packages stay outside. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    write: false,
  });
  mkdirSync(dirname(outfile), { recursive: true });
  // Renamed into place: another process may be reading the one that is there.
  const part = `${outfile}.${process.pid}.part`;
  writeFileSync(part, outputFiles[0]?.contents ?? '');
  renameSync(part, outfile);
}
