import type { Clock } from '../clock.ts';
import type { DurableFunctions } from '../durable/functions-port.ts';
import type { TypedData } from '../typed-data.ts';
import { StorageBindings } from './bindings/storage-bindings.ts';
import { type Dispatch, Dispatcher } from './dispatcher.ts';
import { type DurableEngine, durableFunctions, durableMounts } from './durable-host.ts';
import { type HostFunction, hostFunctions } from './host-function.ts';
import { forwardTo } from './http/forward-request.ts';
import type { Mount } from './http/front-door.ts';
import {
  assertPortFree,
  type ConnectionSource,
  type Handler,
  type HttpServer,
  listen,
  serveConnections,
} from './http/http-server.ts';
import { KeyStore } from './http/key-store.ts';
import { openFrontDoor } from './http/open-front-door.ts';
import { routeTable } from './http/route-table.ts';
import { type FunctionsApp, loadFunctions, readSettings } from './load-functions.ts';
import { filterLog, type LogSink, withoutReplays } from './log.ts';
import { hashAppFiles } from './observe/app-files.ts';
import { OrchestratorCode } from './observe/orchestrator-code.ts';
import { reportProblems } from './report-problems.ts';
import type { HostSettings } from './settings/host-json.ts';
import { shownConfig } from './settings/shown-config.ts';
import type { StorageServiceName } from './storage/connection.ts';
import { HostStorage } from './storage/host-storage.ts';
import { developmentStorageNeeds } from './storage/storage-needs.ts';
import { triggerServices } from './trigger-services.ts';
import type { RunningTrigger, TriggerContext } from './triggers/trigger-service.ts';
import type { FunctionRegistry } from './worker/function-registry.ts';

/** How long `stop` waits for requests in flight, as the real host does. */
const graceMs = 10_000;
/** How long `handOver` waits for what must not run in two hosts: triggers, activities. */
const handOverGraceMs = 3_000;
/** How long a host that has handed over goes on with requests that it had begun. */
const leaveGraceMs = 30_000;
/** Callers whose connections are still open get this long to send their next request, and to learn of the next host. */
const lingerMs = 1_000;
/** How long giving work back may take before the host ends. */
const abandonMs = 400;

export type DurableSettings = Pick<HostSettings, 'hubName' | 'connectionName' | 'durableTask'>;

export type FunctionsHostOptions = {
  app: FunctionsApp;
  /** 0: any free port. */
  port: number;
  host?: '127.0.0.1';
  /** Takes connections from another process instead of listening. */
  connections?: ConnectionSource;
  clock: Clock;
  log?: LogSink;
  /** Lets pass what orchestrators log again in a replay; left out by default. */
  showReplay?: boolean;
  /** Check function, system and master keys as Azure does; off: everybody may call everything, as with `func start`. */
  enforceKeys?: boolean;
  /** Where keys and timers are kept between starts; in memory without it. */
  dataDirectory?: string;
  /** Starts the durable engine, after the app is loaded. */
  durable?: (functions: DurableFunctions, settings: DurableSettings) => Promise<DurableEngine>;
  /**
   * Off: queue and blob functions run by hand only, blob inputs are undefined and blob and queue outputs dropped, so that
   * nothing but the app's own code talks to storage.
   */
  servesStorage?: boolean;
  /** Sees to it that somebody serves what `UseDevelopmentStorage=true` stands for; asked when functions need it. */
  developmentStorage?: (services: readonly StorageServiceName[]) => Promise<void>;
  /** Other handlers beside the app, by path prefix. */
  mounts?: readonly Mount[];
  env?: NodeJS.ProcessEnv;
  /** Loads the app anew, for `POST /admin/host/restart`; without it that answers 501. */
  restart?: () => void;
  /** Called when the app is loaded, before anything of it runs. */
  whenLoaded?: (registry: FunctionRegistry) => void;
};

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
  const { clock, host = '127.0.0.1', env = process.env, servesStorage = true } = options;
  if (!options.connections) await assertPortFree(host, options.port);
  const { settings, local } = await readSettings(options.app, env);
  const sink = options.log ?? (() => {});
  const log = filterLog(options.showReplay ? sink : withoutReplays(sink), settings.logLevels);
  const keys = await KeyStore.open(options.dataDirectory);
  const startedMs = clock.now();

  const [{ registry, started, loadError }, files] = await Promise.all([
    loadFunctions(options.app, log),
    options.durable && 'directory' in options.app ? hashAppFiles(options.app.directory) : undefined,
  ]);
  options.whenLoaded?.(registry);
  const functions = hostFunctions(registry, env);
  const routes = routeTable(functions, settings.http.routePrefix);
  const down = reportProblems(log, functions, routes, [...settings.ignored, ...local.ignored]);
  const startError = loadError ?? down;

  const storage = new HostStorage({ env, queues: settings.queues, blobs: settings.blobs, log });
  const dispatcher = new Dispatcher(
    registry,
    clock,
    settings.functionTimeoutMs,
    servesStorage ? new StorageBindings(storage, log) : undefined,
  );
  const contextOf = (triggerType: string): TriggerContext => ({
    functions: functions.filter((each) => !each.disabled && each.triggerType === triggerType),
    dispatcher,
    clock,
    env,
    dataDirectory: options.dataDirectory,
    log,
    storage,
  });
  const services = triggerServices
    .map((service) => ({ service, context: contextOf(service.triggerType) }))
    .filter(
      ({ service, context }) =>
        !down && context.functions.length > 0 && (servesStorage || !service.needsStorage),
    );
  const byHand = (target: HostFunction, input: string): Dispatch | Promise<Dispatch> => {
    const service = triggerServices.find((each) => each.triggerType === target.triggerType);
    return service?.byHand?.(target, input, contextOf(target.triggerType)) ?? { trigger: { string: input } };
  };
  const needs = servesStorage && !down ? developmentStorageNeeds(functions, env) : [];
  if (needs.length > 0) await options.developmentStorage?.(needs);
  // Without its functions an app's running orchestrations would all fail as unknown: the engine stays off.
  const engine = startError
    ? undefined
    : await options.durable?.(
        durableFunctions(functions, dispatcher, new OrchestratorCode(registry, functions, clock, files)),
        settings,
      );
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
    mounts: [
      ...durableMounts(engine),
      ...services.flatMap(({ service, context }) => service.mount?.(context) ?? []),
      ...(options.mounts ?? []),
    ],
    httpUri: started.httpUri,
    config: shownConfig(settings, functions),
    directory: 'directory' in options.app ? options.app.directory : undefined,
    restart: options.restart,
    down,
    byHand,
    origin: () => origin,
    uptimeMs: () => clock.now() - startedMs,
  });
  let handle: Handler = door.handle;
  const pass: Handler = (request, response) => handle(request, response);
  const open = async (): Promise<HttpServer> =>
    options.connections ? serveConnections(pass, options.connections) : listen(pass, host, options.port);
  const server = await open().catch(async (error) => {
    dispatcher.abandon(error);
    await engine?.stop();
    throw error;
  });
  origin = `http://${host}:${server.port}`;
  process.env.WEBSITE_HOSTNAME = `${host}:${server.port}`;
  dispatcher.open(engine?.clientBinding({ origin, rpcOrigin: origin, systemKey: keys.durableKey }));
  const running: RunningTrigger[] = [];
  const abandon = async (): Promise<void> => {
    await within(clock, abandonMs, Promise.all(running.map((service) => service.abandon?.())));
  };
  const stop = async (): Promise<void> => {
    door.drain();
    const ended = [door.whenIdle(), ...running.map((service) => service.stop())];
    await within(clock, graceMs, Promise.all(ended));
    await abandon();
    await engine?.stop();
    await server.close();
    await started.terminate();
  };
  const handOver = async (): Promise<() => Promise<void>> => {
    const forward = forwardTo(host, server.port);
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    // Calls that come now wait for the next host; those of running activities to the engine are still answered here.
    door.drain((request, response) => void released.then(() => forward(request, response)));
    await within(clock, handOverGraceMs, Promise.all(running.map((service) => service.stop())));
    await engine?.stop(handOverGraceMs);
    handle = forward;
    release();
    return async () => {
      await within(clock, leaveGraceMs, server.whenIdle());
      await new Promise<void>((resolve) => clock.at(clock.now() + lingerMs, resolve));
      await within(clock, leaveGraceMs, server.whenIdle());
      await abandon();
      await server.close();
      await started.terminate();
    };
  };
  try {
    for (const { service, context } of services)
      if (service.start) running.push(await service.start(context));
  } catch (error) {
    await stop();
    throw error;
  }
  let stopped: Promise<void> | undefined;

  return {
    port: server.port,
    origin,
    functions,
    registry,
    startError,
    keys: keys.keys,
    async invoke(name, trigger, triggerMetadata = {}) {
      const { response } = await dispatcher.dispatch(find(name), { trigger, triggerMetadata });
      return response.returnValue ?? undefined;
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
    handOver,
    async failRequests() {
      await Promise.all([server.fail(), abandon()]);
    },
  };
}

/** Resolves when the work is done or the time is up. */
function within(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + limitMs, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}
