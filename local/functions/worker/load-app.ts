import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDynamicPattern } from 'tinyglobby';
import { currentModel, enterRegistry } from './core.ts';
import { CoreError } from './core-error.ts';
import { entryFiles } from './entry-files.ts';
import { FunctionRegistry } from './function-registry.ts';

/** One app loads at a time: modules register into whatever registry is current while they are evaluated. */
let loading: Promise<void> = Promise.resolve();

/** What directories registered when first loaded: a process evaluates a module once, a restarted host needs it again. */
const loaded = new Map<string, FunctionRegistry>();

/**
 * Loads a built app as the Node worker does: the files that package.json's `main` names (a glob), one after the
 * other. Rejects with the worker's words when one file fails; the registry is then of no use.
 */
export function loadApp(directory: string, registry: FunctionRegistry): Promise<void> {
  const next = loading.then(() => loadNow(resolve(directory), registry));
  loading = next.catch(() => {});
  return next;
}

async function loadNow(directory: string, registry: FunctionRegistry): Promise<void> {
  const before = loaded.get(directory);
  if (before) {
    registry.copyFrom(before);
    return;
  }
  const packageJson = await readPackageJson(directory, registry);
  const files = await filesOf(directory, packageJson.main);
  const previous = enterRegistry(registry);
  try {
    for (const file of files) await loadFile(directory, file, packageJson.type === 'module');
  } finally {
    enterRegistry(previous);
  }
  registry.model = currentModel();
  const kept = new FunctionRegistry();
  kept.copyFrom(registry);
  loaded.set(directory, kept);
}

async function readPackageJson(
  directory: string,
  registry: FunctionRegistry,
): Promise<{ main?: unknown; type?: unknown }> {
  try {
    return JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    registry.log({
      level: 'warning',
      category: 'system',
      message: `Worker failed to load package.json: ${reason}`,
    });
    return {};
  }
}

async function filesOf(directory: string, main: unknown): Promise<string[]> {
  if (typeof main !== 'string' || main === '')
    throw new CoreError(
      `No entry point: "${join(directory, 'package.json')}" has no "main". Name the built files there, for example "main": "dist/functions/*.js".`,
    );
  const files = await entryFiles(main, directory);
  if (files.length > 0) return files;
  const reason = isDynamicPattern(main)
    ? 'Found zero files matching the supplied pattern'
    : 'File does not exist';
  throw new CoreError(`Worker was unable to load entry point "${main}": ${reason}`);
}

async function loadFile(directory: string, file: string, isModulePackage: boolean): Promise<void> {
  const path = join(directory, file);
  const isEsm = file.endsWith('.mjs') || (isModulePackage && !file.endsWith('.cjs'));
  try {
    if (isEsm) await import(pathToFileURL(path).href);
    else createRequire(path)(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CoreError(`Worker was unable to load entry point "${file}": ${reason}`, { cause: error });
  }
}
