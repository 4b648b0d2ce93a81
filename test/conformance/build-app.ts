import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packagePath } from '../oracle/package-path.ts';
import { type HostOptions, hostJsonOf } from './hosts.ts';
import type { RunningHost } from './start-ours.ts';

/** Below node_modules, so that the built app finds its libraries. */
const cache = packagePath('node_modules/.cache/slipway-conformance');

/** Starts a host on the app, built into a directory that goes when the host does. */
export async function withBuiltApp(
  options: HostOptions,
  start: (directory: string) => Promise<RunningHost>,
): Promise<RunningHost> {
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(join(cache, 'app-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    await buildApp(directory, options);
    const host = await start(directory);
    return {
      ...host,
      async stop() {
        await host.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

const entryPoints = {
  durable: 'app/index.ts',
  http: 'http-app/index.ts',
  streaming: 'http-app/streaming.ts',
};

/** Writes the app as any Functions host can load it. */
export async function buildApp(directory: string, options: HostOptions = {}): Promise<void> {
  await mkdir(directory, { recursive: true });
  // CommonJS where the app needs a class that the library does not let an ES module import by name.
  const format = options.app ? 'cjs' : 'esm';
  await build({
    entryPoints: [packagePath(`test/conformance/${entryPoints[options.app ?? 'durable']}`)],
    outfile: join(directory, 'index.js'),
    bundle: true,
    packages: 'external',
    format,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  const manifest = {
    name: 'conformance',
    private: true,
    type: options.app ? 'commonjs' : 'module',
    main: 'index.js',
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest, null, 2));
  await writeFile(join(directory, 'host.json'), JSON.stringify(hostJsonOf(options), null, 2));
  const { cors } = options;
  const host = cors && { CORS: cors.origins, CORSCredentials: cors.credentials ?? false };
  const settings = {
    IsEncrypted: false,
    Values: { FUNCTIONS_WORKER_RUNTIME: 'node' },
    ...(host && { Host: host }),
  };
  await writeFile(join(directory, 'local.settings.json'), JSON.stringify(settings, null, 2));
}
