import type { Clock } from '../clock.ts';
import type { DurableFunctions } from '../durable/functions-port.ts';
import type { TypedData } from '../typed-data.ts';
import { Dispatcher } from './dispatcher.ts';
import { type DurableEngine, durableFunctions } from './durable-host.ts';
import { type HostFunction, hostFunctions } from './host-function.ts';
import type { Mount } from './http/front-door.ts';
import { assertPortFree, listen } from './http/http-server.ts';
import { KeyStore } from './http/key-store.ts';
import { openFrontDoor } from './http/open-front-door.ts';
import { type RouteTable, routeTable } from './http/route-table.ts';
import { filterLog, type LogSink } from './log.ts';
import { type HostSettings, hostSettings, readHostJson } from './settings/host-json.ts';
import { applyValues, type LocalSettings, readLocalSettings } from './settings/local-settings.ts';
import { registerInto } from './worker/core.ts';
import { FunctionRegistry } from './worker/function-registry.ts';
import './worker/install-core.ts';
import { loadApp } from './worker/load-app.ts';
import { startApp } from './worker/start-app.ts';

/** How long `stop` waits for requests in flight, as the real host does. */
const graceMs = 10_000;

export type DurableSettings = Pick<HostSettings, 'hubName' | 'connectionName' | 'durableTask'>;

export type FunctionsHostOptions = {
  /**
   * A built app's directory (package.json `main`, host.json, local.settings.json), or code that registers functions
   * in this process, with host.json's content beside it.
   */
  app: { directory: string } | { register: () => void; hostJson?: Record<string, unknown> };
  /** 0: any free port. */
  port: number;
  host?: string;
  clock: Clock;
  log?: LogSink;
  /** Check function, system and master keys as Azure does; off: everybody may call everything, as with `func start`. */
  enforceKeys?: boolean;
  /** Where keys and timers are kept between starts; in memory without it. */
  dataDirectory?: string;
  /** Starts the durable engine, after the app is loaded. */
  durable?: (functions: DurableFunctions, settings: DurableSettings) => Promise<DurableEngine>;
  /** Other handlers beside the app, by path prefix. */
  mounts?: readonly Mount[];
  env?: NodeJS.ProcessEnv;
};

export type FunctionsHost = {
  port: number;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  functions: readonly HostFunction[];
  registry: FunctionRegistry;
  /** Why the app could not be loaded: the host then runs without any function, as the real one does. */
  loadError: Error | undefined;
  /** The key of the durable management API and the master key, among others. */
  keys: KeyStore['keys'];
  /** Runs one function with the value of its trigger; rejects with the handler's error. */
  invoke(
    name: string,
    trigger: TypedData | null,
    triggerMetadata?: Record<string, TypedData>,
  ): Promise<TypedData | undefined>;
  /** Refuses new calls, lets running ones end (10 s at most), stops the engine, runs appTerminate hooks. */
  stop(): Promise<void>;
};

/** Loads an app and serves it; resolves when it answers. Rejects with code EADDRINUSE when the port is taken. */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const { clock, host = '127.0.0.1', env = process.env } = options;
  await assertPortFree(host, options.port);
  const { settings, local } = await readSettings(options, env);
  const log = filterLog(options.log ?? (() => {}), settings.logLevels);
  const keys = await KeyStore.open(options.dataDirectory);
  const startedMs = clock.now();

  const { registry, loadError } = await loadFunctions(options, log);
  const directory = 'directory' in options.app ? options.app.directory : process.cwd();
  const started = await startApp(registry, directory);
  const functions = hostFunctions(registry, env);
  const routes = routeTable(functions, settings.http.routePrefix);
  logProblems(log, functions, routes, [...settings.ignored, ...local.ignored]);

  const dispatcher = new Dispatcher(registry, clock, settings.functionTimeoutMs);
  const engine = await options.durable?.(durableFunctions(functions, dispatcher), settings);
  const find = (name: string): HostFunction => {
    const target = functions.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!target)
      throw new Error(`No function "${name}". The app has: ${functions.map((f) => f.name).join(', ')}.`);
    return target;
  };

  let origin = '';
  const door = openFrontDoor({
    ...settings.http,
    functions,
    routes,
    dispatcher,
    log,
    keys,
    enforceKeys: options.enforceKeys ?? false,
    cors: local.cors,
    mounts: [...durableMounts(engine), ...(options.mounts ?? [])],
    httpUri: started.httpUri,
    origin: () => origin,
    uptimeMs: () => clock.now() - startedMs,
  });
  const server = await listen(door.handle, host, options.port).catch(async (error) => {
    dispatcher.abandon(error);
    await engine?.stop();
    throw error;
  });
  origin = `http://${host}:${server.port}`;
  process.env.WEBSITE_HOSTNAME = `${host}:${server.port}`;
  dispatcher.open(engine?.clientBinding({ origin, rpcOrigin: origin, systemKey: keys.durableKey }));

  return {
    port: server.port,
    origin,
    functions,
    registry,
    loadError,
    keys: keys.keys,
    async invoke(name, trigger, triggerMetadata = {}) {
      const { response } = await dispatcher.dispatch(find(name), { trigger, triggerMetadata });
      return response.returnValue ?? undefined;
    },
    async stop() {
      door.drain();
      await within(clock, graceMs, door.whenIdle());
      await engine?.stop();
      await server.close();
      await started.terminate();
    },
  };
}

async function readSettings(
  { app }: FunctionsHostOptions,
  env: NodeJS.ProcessEnv,
): Promise<{ settings: HostSettings; local: LocalSettings }> {
  if (!('directory' in app)) {
    const local = { values: {}, port: undefined, cors: undefined, ignored: [] };
    return { settings: hostSettings(app.hostJson ?? {}, env), local };
  }
  const local = await readLocalSettings(app.directory);
  applyValues(local.values, env);
  return { settings: await readHostJson(app.directory, env), local };
}

/** One bad file and there is no function at all, while the host runs: that is how the real one behaves. */
async function loadFunctions(
  { app }: FunctionsHostOptions,
  log: LogSink,
): Promise<{ registry: FunctionRegistry; loadError: Error | undefined }> {
  const registry = new FunctionRegistry(log);
  if ('register' in app) {
    registerInto(registry, app.register);
    return { registry, loadError: undefined };
  }
  try {
    await loadApp(app.directory, registry);
    return { registry, loadError: undefined };
  } catch (error) {
    const loadError = error as Error;
    const cause = loadError.cause instanceof Error ? `\n${loadError.cause.stack}` : '';
    log({
      level: 'error',
      category: 'system',
      message: `Worker failed to index functions, so no function is served.\n${loadError.message}${cause}`,
    });
    return { registry: new FunctionRegistry(log), loadError };
  }
}

function durableMounts(engine: DurableEngine | undefined): Mount[] {
  if (!engine) return [];
  const fetch = (request: Request): Response | Promise<Response> => engine.fetch(request);
  return [
    { prefix: '/runtime/webhooks/durabletask/', fetch },
    { prefix: '/durabletask/', fetch },
  ];
}

const servedTriggers = new Set([
  'httptrigger',
  'timertrigger',
  'orchestrationtrigger',
  'activitytrigger',
  'entitytrigger',
]);

/** Says once what of the app or its settings has no effect here. */
function logProblems(
  log: LogSink,
  functions: readonly HostFunction[],
  routes: RouteTable,
  ignored: readonly string[],
): void {
  const warn = (message: string, functionName?: string): void =>
    log({ level: 'warning', category: 'host', message, ...(functionName !== undefined && { functionName }) });
  for (const { functionName, message } of routes.errors)
    log({
      level: 'error',
      category: 'host',
      functionName,
      message: `The '${functionName}' function is in error: ${message}`,
    });
  for (const { name, disabled, trigger, triggerType, unsupportedBindings } of functions) {
    if (disabled) warn(`Function '${name}' is disabled`, name);
    else if (!servedTriggers.has(triggerType))
      warn(
        `'${name}' does not run here: ${trigger.type} is not served by the local host. Run it by hand: POST /admin/functions/${name}.`,
        name,
      );
    if (unsupportedBindings.length > 0)
      warn(
        `'${name}': these bindings are not served by the local host, inputs are undefined, outputs are dropped: ${unsupportedBindings.join(', ')}.`,
        name,
      );
  }
  if (ignored.length > 0) warn(`Settings without effect on the local host: ${ignored.join(', ')}.`);
}

/** Resolves when the work is done or the time is up. */
function within(clock: Clock, limitMs: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + limitMs, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}
