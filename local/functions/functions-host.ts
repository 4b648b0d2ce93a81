import type { Clock } from '../clock.ts';
import type { DurableFunctions } from '../durable/functions-port.ts';
import type { TypedData } from '../typed-data.ts';
import { Dispatcher } from './dispatcher.ts';
import { type DurableEngine, durableFunctions, durableMounts } from './durable-host.ts';
import { type HostFunction, hostFunctions } from './host-function.ts';
import type { Mount } from './http/front-door.ts';
import { assertPortFree, listen } from './http/http-server.ts';
import { KeyStore } from './http/key-store.ts';
import { openFrontDoor } from './http/open-front-door.ts';
import { routeTable } from './http/route-table.ts';
import { type FunctionsApp, loadFunctions, readSettings } from './load-functions.ts';
import { filterLog, type LogSink, withoutReplays } from './log.ts';
import { hashAppFiles } from './observe/app-files.ts';
import { OrchestratorCode } from './observe/orchestrator-code.ts';
import { reportProblems } from './report-problems.ts';
import type { HostSettings } from './settings/host-json.ts';
import { triggerServices } from './trigger-services.ts';
import type { FunctionRegistry } from './worker/function-registry.ts';

/** How long `stop` waits for requests in flight, as the real host does. */
const graceMs = 10_000;

export type DurableSettings = Pick<HostSettings, 'hubName' | 'connectionName' | 'durableTask'>;

export type FunctionsHostOptions = {
  app: FunctionsApp;
  /** 0: any free port. */
  port: number;
  host?: '127.0.0.1';
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
  /** Other handlers beside the app, by path prefix. */
  mounts?: readonly Mount[];
  env?: NodeJS.ProcessEnv;
  /** Called when the app is loaded, before anything of it runs. */
  whenLoaded?: (registry: FunctionRegistry) => void;
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
  reportProblems(log, functions, routes, [...settings.ignored, ...local.ignored]);

  const dispatcher = new Dispatcher(registry, clock, settings.functionTimeoutMs);
  const services = triggerServices
    .map((service) => ({
      service,
      context: {
        functions: functions.filter((each) => !each.disabled && each.triggerType === service.triggerType),
        dispatcher,
        clock,
        env,
        dataDirectory: options.dataDirectory,
        log,
      },
    }))
    .filter(({ context }) => context.functions.length > 0);
  // Without its functions an app's running orchestrations would all fail as unknown: the engine stays off.
  const engine = loadError
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
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    door.drain();
    const ended = [door.whenIdle(), ...running.map((service) => service.stop())];
    await within(clock, graceMs, Promise.all(ended));
    await engine?.stop();
    await server.close();
    await started.terminate();
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
    loadError,
    keys: keys.keys,
    async invoke(name, trigger, triggerMetadata = {}) {
      const { response } = await dispatcher.dispatch(find(name), { trigger, triggerMetadata });
      return response.returnValue ?? undefined;
    },
    stop() {
      stopped ??= stop();
      return stopped;
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
