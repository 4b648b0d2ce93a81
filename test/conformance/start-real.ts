import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packagePath } from '../oracle/package-path.ts';
import { startOracle } from '../oracle/start-oracle.ts';
import { type HostOptions, hostJsonOf } from './hosts.ts';
import type { RunningHost } from './start-ours.ts';

/** Below node_modules, so that the built app finds its libraries. */
const cache = packagePath('node_modules/.cache/slipway-conformance');

/** Long enough for several messages through the storage's queues. */
export const stillMs = 2500;

/** The real Durable extension on storage in memory. */
export async function startReal(options: HostOptions): Promise<RunningHost> {
  await mkdir(cache, { recursive: true });
  const appDirectory = await mkdtemp(join(cache, 'app-'));
  await buildApp(appDirectory, options);
  const { timerLimits } = options;
  const oracle = await startOracle({
    appDirectory,
    ...(timerLimits && {
      maxTimer: timeSpan(timerLimits.maximumSeconds),
      timerInterval: timeSpan(timerLimits.intervalSeconds),
    }),
  });
  return {
    origin: oracle.origin,
    stillMs,
    async stop() {
      await oracle.stop();
      await rm(appDirectory, { recursive: true, force: true });
    },
  };
}

/** Writes the app as any Functions host can load it. */
export async function buildApp(directory: string, options: HostOptions = {}): Promise<void> {
  await mkdir(directory, { recursive: true });
  await build({
    entryPoints: [packagePath('test/conformance/app/index.ts')],
    outfile: join(directory, 'index.js'),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  const manifest = { name: 'conformance', private: true, type: 'module', main: 'index.js' };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest, null, 2));
  await writeFile(join(directory, 'host.json'), JSON.stringify(hostJsonOf(options), null, 2));
}

function timeSpan(seconds: number): string {
  return `00:00:${String(seconds).padStart(2, '0')}`;
}
