import type Database from 'libsql';
import type { Clock } from '../clock.ts';
import { InProcessClient } from './durable-client.ts';
import type { DurableFunctionKind, DurableFunctions } from './functions-port.ts';
import { managementApi } from './http/management-api.ts';
import { clientBinding } from './http/urls.ts';
import type { Imitation } from './imitate/imitation.ts';
import type { Log } from './log.ts';
import type { HistoryEvent } from './protocol/history-events.ts';
import { startRuntime } from './runtime/start-runtime.ts';
import { crashRuntime, keepResultsNow } from './runtime/stop-runtime.ts';
import type { Seams } from './seams.ts';
import { type DurableTaskSettings, resolveSettings } from './settings.ts';

export type { HistoryRow } from './client/history-view.ts';
export type { Delivery } from './client/send-to-instance.ts';
export { InstanceExists } from './client/start-orchestration.ts';
export type { StatusBody } from './client/status-view.ts';
export type { InProcessClient } from './durable-client.ts';
export type { DurableFunctionKind, DurableFunctions } from './functions-port.ts';
export type { Imitation } from './imitate/imitation.ts';
export type { Log, LogEntry, TrapName } from './log.ts';
export { eventType, type HistoryEvent } from './protocol/history-events.ts';
export type { CommittedTurn, CrashPoint, Seams } from './seams.ts';
export type { DurableTaskSettings } from './settings.ts';

export type DurableEngineOptions = {
  /** The SQLite file, made if it is missing; ':memory:' keeps nothing. */
  file: string | Remains;
  clock: Clock;
  functions: DurableFunctions;
  /** `TestHubName` by default, or what the settings say. */
  hubName?: string;
  /** The name of the storage connection in URLs; `Storage` by default. */
  connectionName?: string;
  settings?: DurableTaskSettings;
  log?: Log;
  /** Ways of Azure that the engine else spares its users. */
  imitateAzure?: Imitation;
  seams?: Seams;
  /** How the process ended in which an engine ran the app before: with this error fail the activities that ran in it. */
  workerExit?: string;
};

/** What a crashed engine leaves behind: what it had committed, and which activities were running. */
export type Remains = { database: Database.Database; inFlight: ReadonlySet<string> };

export type DurableEngine = {
  /** How many activities have failed for `workerExit`. */
  activitiesFailed: number;
  /** The JSON text of a durableClient input. From the first call on, the URLs in answers carry the system key. */
  clientBinding(urls: { origin: string; rpcOrigin?: string; systemKey?: string }): string;
  /** Answers the management API, below /runtime/webhooks/durabletask and /durabletask; unknown routes are 404. */
  fetch(request: Request): Promise<Response>;
  client: InProcessClient;
  /** The committed history of the instance's present execution; undefined when there is no such instance. */
  history(instanceId: string): HistoryEvent[] | undefined;
  /** Resolves when nothing is going on: no turn, no activity, no commit. Timers that are not due don't count. */
  whenIdle(): Promise<void>;
  /** Waits without counting as something that goes on; for tests whose activities wait for the engine's own clock. */
  whileIdle<T>(wait: Promise<T>): Promise<T>;
  /** Writes down at once which activities have ended, for a process that ends by itself. */
  keepResults(): void;
  /** Ends as a killed process would. What was committed can be started again, from memory too. */
  crash(): Remains;
  /** Begins nothing new, lets what runs end for up to `graceMs` (10,000), then closes the file. */
  stop(graceMs?: number): Promise<void>;
};

/** Opens the file, takes up what it holds unfinished, and serves. */
export async function startDurableEngine(options: DurableEngineOptions): Promise<DurableEngine> {
  const { file, clock, functions, log = () => {}, seams = {}, imitateAzure: imitation = {} } = options;
  const settings = resolveSettings(options.settings, {
    ...(options.hubName !== undefined && { hubName: options.hubName }),
    ...(options.connectionName !== undefined && { connectionName: options.connectionName }),
  });
  const runtime = startRuntime({
    file: typeof file === 'string' ? file : file.database,
    ...(typeof file !== 'string' && { inFlight: file.inFlight }),
    imitation,
    clock,
    functions,
    settings,
    log,
    seams,
    registered: nameFinder(functions),
    ...(options.workerExit !== undefined && { workerExit: options.workerExit }),
  });
  let systemKey: string | undefined;
  return {
    activitiesFailed: runtime.activitiesFailed,
    clientBinding(urls) {
      systemKey = urls.systemKey;
      const rpcOrigin = settings.rpcEnabled ? (urls.rpcOrigin ?? urls.origin) : null;
      return clientBinding(settings, urls, rpcOrigin);
    },
    fetch: managementApi(runtime, () => systemKey),
    client: new InProcessClient(runtime),
    history(instanceId) {
      const row = runtime.store.instances.find(instanceId);
      return row && runtime.store.history.read(row.key).events;
    },
    whenIdle: () => runtime.busy.whenIdle(),
    async whileIdle(wait) {
      runtime.busy.end();
      try {
        return await wait;
      } finally {
        runtime.busy.begin();
      }
    },
    keepResults: () => keepResultsNow(runtime),
    crash() {
      const inFlight = runtime.activities.inFlight();
      crashRuntime(runtime);
      return { database: runtime.store.database, inFlight };
    },
    stop: (graceMs = 10_000) => runtime.stop(graceMs),
  };
}

/** Looks names up whatever their case, as the extension does. Only a miss asks for the names again. */
function nameFinder(
  functions: DurableFunctions,
): (kind: DurableFunctionKind, name: string) => string | undefined {
  const known = new Map<DurableFunctionKind, Map<string, string>>();
  return (kind, name) => {
    const key = name.toLowerCase();
    const found = known.get(kind)?.get(key);
    if (found !== undefined) return found;
    const byName = new Map(functions.names(kind).map((one) => [one.toLowerCase(), one]));
    known.set(kind, byName);
    return byName.get(key);
  };
}
