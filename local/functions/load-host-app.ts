import { type HostFunction, hostFunctions } from './host-function.ts';
import type { FunctionsHostOptions } from './host-options.ts';
import { type RouteTable, routeTable } from './http/route-table.ts';
import { loadFunctions, readSettings } from './load-functions.ts';
import { filterLog, type LogSink, withoutReplays } from './log.ts';
import { type FileHashes, hashAppFiles } from './observe/app-files.ts';
import { reportProblems } from './report-problems.ts';
import type { HostSettings } from './settings/host-json.ts';
import type { LocalSettings } from './settings/local-settings.ts';
import type { FunctionRegistry } from './worker/function-registry.ts';
import type { StartedApp } from './worker/start-app.ts';

/** An app in memory, as its host serves it. */
export type HostApp = {
  settings: HostSettings;
  local: LocalSettings;
  /** Lets through what the app's settings want to be seen. */
  log: LogSink;
  registry: FunctionRegistry;
  started: StartedApp;
  functions: readonly HostFunction[];
  routes: RouteTable;
  /** The app's files, when its orchestrations are to know with which code they began. */
  files: FileHashes | undefined;
  /** Why the host does not run although it answers. */
  down: Error | undefined;
  /** The same, or why the app could not be loaded: then it has no function. */
  startError: Error | undefined;
};

/** Reads an app's settings, loads its code, and tells what of it can't be served. */
export async function loadHostApp(options: FunctionsHostOptions, env: NodeJS.ProcessEnv): Promise<HostApp> {
  const { settings, local } = await readSettings(options.app, env);
  const sink = options.log ?? (() => {});
  const log = filterLog(options.showReplay ? sink : withoutReplays(sink), settings.logLevels);
  const [{ registry, started, loadError }, files] = await Promise.all([
    loadFunctions(options.app, log),
    options.durable && 'directory' in options.app ? hashAppFiles(options.app.directory) : undefined,
  ]);
  options.whenLoaded?.(registry);
  const functions = hostFunctions(registry, env);
  const routes = routeTable(functions, settings.http.routePrefix);
  const down = reportProblems(log, functions, routes, [...settings.ignored, ...local.ignored]);
  const startError = loadError ?? down;
  return { settings, local, log, registry, started, functions, routes, files, down, startError };
}
