import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { startDurableEngine } from '../durable/index.ts';
import { consoleLog } from './console-log.ts';
import { type FunctionsHost, startFunctionsHost } from './functions-host.ts';
import type { HostArguments } from './host-arguments.ts';
import type { ConnectionSource } from './http/http-server.ts';
import { describeImitation } from './imitate-argument.ts';
import type { LogSink } from './log.ts';
import type { DevelopmentService } from './storage/connection.ts';

/** The process around a host that is one of several, one after the other. */
export type HostSurroundings = {
  connections: ConnectionSource;
  /** How the process ended that served before, when it did so by itself. */
  workerExit: string | undefined;
  /** So many activities have failed for that. */
  onActivitiesFailed(count: number): void;
  /** Somebody asks over /admin for the app to be loaded anew. */
  restart(): void;
  /** An error that nobody caught has been told of; the process should end. */
  onUncaught(): void;
  /** Sees to it that somebody serves the development storage. */
  developmentStorage(services: readonly DevelopmentService[]): Promise<void>;
};

/** Serves an app with a durable engine of its own; resolves when it answers. */
export async function runHost(
  { appDirectory, dataDirectory, verbose, showReplay, imitateAzure }: HostArguments,
  surroundings: HostSurroundings,
): Promise<FunctionsHost> {
  const { connections, workerExit, restart, onUncaught, developmentStorage } = surroundings;
  const clock = systemClock;
  const log = consoleLog((line) => process.stderr.write(line), clock.now, verbose);
  if (dataDirectory !== undefined) await mkdir(dataDirectory, { recursive: true });
  // The worker's working directory is the app's: apps read files by relative paths.
  process.chdir(appDirectory);
  process.on('uncaughtException', (error) => {
    tellUncaught(log, error);
    onUncaught();
  });
  if (imitateAzure) log({ level: 'information', category: 'host', message: describeImitation(imitateAzure) });
  return startFunctionsHost({
    app: { directory: appDirectory },
    port: connections.port,
    connections,
    restart,
    clock,
    log,
    showReplay,
    ...(dataDirectory !== undefined && { dataDirectory }),
    developmentStorage,
    async durable(functions, { hubName, connectionName, durableTask }) {
      const engine = await startDurableEngine({
        file: dataDirectory === undefined ? ':memory:' : join(dataDirectory, 'durable.db'),
        clock,
        functions,
        hubName,
        connectionName,
        settings: durableTask,
        ...(imitateAzure && { imitateAzure }),
        ...(workerExit !== undefined && { workerExit }),
        log: ({ level, message, instanceId }) =>
          log({
            level,
            category: 'host',
            message: instanceId === undefined ? message : `[${instanceId}] ${message}`,
          }),
      });
      surroundings.onActivitiesFailed(engine.activitiesFailed);
      return engine;
    },
  });
}

function tellUncaught(log: LogSink, error: unknown): void {
  const reason = error instanceof Error ? error.stack : String(error);
  log({
    level: 'error',
    category: 'system',
    message: `Worker uncaught exception: ${reason}\nThis ends the process, as it ends the worker on Azure: requests in flight get 500.`,
  });
}
