import type { Clock } from '../clock.ts';
import type { DurableFunctions } from '../durable/functions-port.ts';
import type { DurableEngine } from './durable-host.ts';
import type { Mount } from './http/front-door.ts';
import type { ConnectionSource } from './http/http-server.ts';
import type { FunctionsApp } from './load-functions.ts';
import type { LogSink } from './log.ts';
import type { HostSettings } from './settings/host-json.ts';
import type { StorageServiceName } from './storage/connection.ts';
import type { FunctionRegistry } from './worker/function-registry.ts';

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
