import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from './bundle.ts';
import { packagePath } from './package-path.ts';

const hostDirectory = packagePath('test/oracle/host');
/** Under node_modules, where neither git nor a deployment nor the linter looks. */
const outputDirectory = packagePath('node_modules/.cache/slipway-oracle');

export type BuiltOracle = {
  /** The .NET host's assembly, run with `dotnet`. */
  host: string;
  /** The Node program that holds the app. */
  worker: string;
};

/** Whether this machine can build and run the host at all: it takes the .NET 10 SDK. */
export function hasDotnet(): boolean {
  const { status, stdout } = spawnSync('dotnet', ['--list-sdks'], { encoding: 'utf8' });
  return status === 0 && /^10\./m.test(stdout);
}

/**
 * Makes an app that the oracle can serve out of one TypeScript file, which registers functions; answers its directory.
 */
export async function buildApp(name: string, entry: string): Promise<string> {
  const directory = join(outputDirectory, 'apps', name);
  await bundle(entry, join(directory, 'main.mjs'));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name, main: 'main.mjs' }));
  return directory;
}

/**
 * Builds the .NET host when its sources have changed since the last time, and the worker, which is a matter of
 * milliseconds. Not to be called twice at once.
 */
export async function buildOracle(): Promise<BuiltOracle> {
  const [host, worker] = await Promise.all([buildHost(), buildWorker()]);
  return { host, worker };
}

async function buildHost(): Promise<string> {
  const assembly = join(outputDirectory, 'bin', 'oracle', 'release', 'oracle.dll');
  const stamp = join(outputDirectory, 'sources');
  const state = sourcesHash();
  if (existsSync(assembly) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return assembly;
  const args = ['build', '-c', 'Release', '-v', 'quiet', '-nologo', '--artifacts-path', outputDirectory];
  try {
    await promisify(execFile)('dotnet', args, {
      cwd: hostDirectory,
      env: { ...process.env, ...quietDotnet },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`Building the host in "${hostDirectory}" failed:\n${stdout}${stderr}`, { cause: error });
  }
  mkdirSync(outputDirectory, { recursive: true });
  writeFileSync(stamp, state);
  return assembly;
}

/** No telemetry, no greeting, and no build server that stays behind. */
export const quietDotnet = {
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  MSBUILDDISABLENODEREUSE: '1',
};

async function buildWorker(): Promise<string> {
  const outfile = join(outputDirectory, 'worker.mjs');
  await bundle(packagePath('test/oracle/worker/main.ts'), outfile);
  return outfile;
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(hostDirectory).sort())
    hash.update(name).update(readFileSync(join(hostDirectory, name)));
  return hash.digest('hex');
}
