import type { TypedData } from '../typed-data.ts';
import { StorageBindings } from './bindings/storage-bindings.ts';
import { Dispatcher } from './dispatcher.ts';
import { type DurableEngine, durableFunctions, durableMounts } from './durable-host.ts';
import type { HostFunction } from './host-function.ts';
import type { FunctionsHostOptions } from './host-options.ts';
import { HostTriggers } from './host-triggers.ts';
import { openHostServer } from './http/host-server.ts';
import { assertPortFree } from './http/http-server.ts';
import { KeyStore } from './http/key-store.ts';
import { openFrontDoor } from './http/open-front-door.ts';
import { failHost, handOverHost, stopHost } from './leave-host.ts';
import { type HostApp, loadHostApp } from './load-host-app.ts';
import { OrchestratorCode } from './observe/orchestrator-code.ts';
import { shownConfig } from './settings/shown-config.ts';
import type { StorageServiceName } from './storage/connection.ts';
import { HostStorage } from './storage/host-storage.ts';
import { developmentStorageNeeds } from './storage/storage-needs.ts';
import type { FunctionRegistry } from './worker/function-registry.ts';

export type FunctionsHost = {
  port: number;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  functions: readonly HostFunction[];
  registry: FunctionRegistry;
  /**
   * Why nothing of the app is served, as on the real host: it could not be loaded, then the host runs without any function;
   * or one route is malformed, then it answers 503.
   */
  startError: Error | undefined;
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
  /**
   * Lets go of everything that the next host on this port needs; resolves when that one may start. What it resolves with
   * goes on with the requests that had begun, passes new ones on to the port, and ends the rest.
   */
  handOver(): Promise<() => Promise<void>>;
  /** Answers 500 to the requests in flight and gives queue messages back, for a process that is about to end. */
  failRequests(): Promise<void>;
};

/** Loads an app and serves it; resolves when it answers. Rejects with code EADDRINUSE when the port is taken. */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const { clock, dataDirectory, connections, host = '127.0.0.1', env = process.env } = options;
  const at = { host, port: options.port, connections };
  if (!connections) await assertPortFree(host, options.port);
  const startedMs = clock.now();
  const keys = await KeyStore.open(dataDirectory);
  const app = await loadHostApp(options, env);
  const { settings, functions, registry, log } = app;

  const storage = new HostStorage({ env, queues: settings.queues, blobs: settings.blobs, log });
  const bindings = options.servesStorage === false ? undefined : new StorageBindings(storage, log);
  const dispatcher = new Dispatcher(registry, clock, settings.functionTimeoutMs, bindings);
  const triggers = new HostTriggers(
    { functions: enabled(functions), dispatcher, clock, env, dataDirectory, log, storage },
    ({ needsStorage }) => !app.down && (bindings !== undefined || !needsStorage),
  );
  if (bindings && !app.down) await startDevelopmentStorage(options, developmentStorageNeeds(functions, env));
  const engine = await startEngine(options, app, dispatcher);

  let origin = '';
  const door = openFrontDoor({
    ...doorSettings(options, app),
    dispatcher,
    keys,
    mounts: [...durableMounts(engine), ...triggers.mounts, ...(options.mounts ?? [])],
    byHand: (target, input) => triggers.byHand(target, input),
    origin: () => origin,
    uptimeMs: () => clock.now() - startedMs,
  });
  const server = await openHostServer(at, door.handle).catch(async (error) => {
    dispatcher.abandon(error);
    await engine?.stop();
    throw error;
  });
  origin = server.origin;
  process.env.WEBSITE_HOSTNAME = `${host}:${server.port}`;
  // Durable clients need the port, so every call has waited until now.
  dispatcher.open(engine?.clientBinding({ origin, rpcOrigin: origin, systemKey: keys.durableKey }));

  const parts = { clock, app: app.started, engine, door, server, triggers };
  await triggers.start().catch(async (error) => {
    await stopHost(parts);
    throw error;
  });
  let stopped: Promise<void> | undefined;
  return {
    port: server.port,
    origin,
    functions,
    registry,
    startError: app.startError,
    keys: keys.keys,
    async invoke(name, trigger, triggerMetadata = {}) {
      const { response } = await dispatcher.dispatch(find(functions, name), { trigger, triggerMetadata });
      return response.returnValue ?? undefined;
    },
    stop() {
      stopped ??= stopHost(parts);
      return stopped;
    },
    handOver: () => handOverHost(parts),
    failRequests: () => failHost(parts),
  };
}

function enabled(functions: readonly HostFunction[]): HostFunction[] {
  return functions.filter(({ disabled }) => !disabled);
}

async function startDevelopmentStorage(
  { developmentStorage }: FunctionsHostOptions,
  needs: readonly StorageServiceName[],
): Promise<void> {
  if (needs.length > 0) await developmentStorage?.(needs);
}

/** What the front door has to know of an app and its host, before anything runs. */
function doorSettings(
  { app, enforceKeys = false, restart }: FunctionsHostOptions,
  { settings, local, functions, routes, started, log, down }: HostApp,
) {
  return {
    ...settings.http,
    functions,
    routes,
    log,
    enforceKeys,
    cors: local.cors,
    httpUri: started.httpUri,
    config: shownConfig(settings, functions),
    directory: 'directory' in app ? app.directory : undefined,
    restart,
    down,
  };
}

/** Without its functions an app's running orchestrations would all fail as unknown: the engine stays off. */
async function startEngine(
  { durable, clock }: FunctionsHostOptions,
  { registry, functions, files, settings, startError }: HostApp,
  dispatcher: Dispatcher,
): Promise<DurableEngine | undefined> {
  if (startError) return undefined;
  const code = new OrchestratorCode(registry, functions, clock, files);
  return durable?.(durableFunctions(functions, dispatcher, code), settings);
}

function find(functions: readonly HostFunction[], name: string): HostFunction {
  const target = functions.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (target) return target;
  throw new Error(`No function "${name}". The app has: ${functions.map((each) => each.name).join(', ')}.`);
}
