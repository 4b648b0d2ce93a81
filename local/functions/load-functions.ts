import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogSink } from './log.ts';
import { type HostSettings, hostSettings, readHostJson } from './settings/host-json.ts';
import { applyValues, type LocalSettings, readLocalSettings } from './settings/local-settings.ts';
import { importedRegistry, registerInto } from './worker/core.ts';
import { FunctionRegistry } from './worker/function-registry.ts';
import { olderModelProblem } from './worker/older-model.ts';
import './worker/install-core.ts';
import { loadApp } from './worker/load-app.ts';
import './worker/watch-extension-port.ts';
import { type StartedApp, startApp } from './worker/start-app.ts';

/**
 * A built app's directory (package.json `main`, host.json, local.settings.json), or code that registers functions
 * in this process, or what modules have registered that it imported; with the content of host.json beside it.
 */
export type FunctionsApp =
  | { directory: string }
  | { register: () => void; hostJson?: Record<string, unknown> }
  | { imported: true; hostJson?: Record<string, unknown> };

/** Reads an app's settings and puts its `Values` into the environment. */
export async function readSettings(
  app: FunctionsApp,
  env: NodeJS.ProcessEnv,
): Promise<{ settings: HostSettings; local: LocalSettings }> {
  if (!('directory' in app)) {
    const local = { values: {}, port: undefined, cors: undefined, ignored: [], warnings: [] };
    return { settings: hostSettings(app.hostJson ?? {}, env), local };
  }
  if (!existsSync(join(app.directory, 'package.json')))
    throw new Error(
      `"${app.directory}" has no package.json. Give the folder of a Functions app of the Node v4 model: its package.json names the built files in "main".`,
    );
  const local = await readLocalSettings(app.directory);
  const shadowed = applyValues(local.values, env);
  if (shadowed.length > 0)
    local.warnings.push(
      `The environment overrides these values of local.settings.json: ${shadowed.join(', ')}.`,
    );
  applyValues({ AZURE_FUNCTIONS_ENVIRONMENT: 'Development', AzureWebJobsScriptRoot: app.directory }, env);
  return { settings: await readHostJson(app.directory, env), local };
}

export type LoadedFunctions = {
  registry: FunctionRegistry;
  started: StartedApp;
  loadError: Error | undefined;
};

/**
 * Loads and starts an app. One bad file of a directory and there is no function at all, while the host runs: that is
 * how the real one behaves. Registration code in this process throws at its caller instead.
 */
export async function loadFunctions(app: FunctionsApp, log: LogSink): Promise<LoadedFunctions> {
  const registry = new FunctionRegistry(log);
  if ('register' in app) {
    registerInto(registry, app.register);
    return { registry, started: await startApp(registry, process.cwd()), loadError: undefined };
  }
  if ('imported' in app) {
    registry.copyFrom(importedRegistry());
    return { registry, started: await startApp(registry, process.cwd()), loadError: undefined };
  }
  try {
    await loadApp(app.directory, registry);
    const older = registry.functions.size === 0 ? await olderModelProblem(app.directory) : undefined;
    if (older) throw older;
    return { registry, started: await startApp(registry, app.directory), loadError: undefined };
  } catch (error) {
    const older = await olderModelProblem(app.directory);
    if (older) throw older;
    const loadError = error instanceof Error ? error : new Error(String(error));
    const cause = loadError.cause instanceof Error ? `\n${loadError.cause.stack}` : '';
    log({
      level: 'error',
      category: 'system',
      trap: 'loadFailed',
      message: `Worker failed to index functions, so no function is served: the host runs and every call gets 404, here as on Azure, however many other files are sound. Correct what follows; what may fail when a file is loaded belongs into a handler.\n${loadError.message}${cause}`,
    });
    const empty = new FunctionRegistry(log);
    return { registry: empty, started: { httpUri: undefined, terminate: async () => {} }, loadError };
  }
}
