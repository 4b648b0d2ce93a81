import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { startDurableEngine } from '../durable/index.ts';
import { consoleLog } from './console-log.ts';
import { type FunctionsHost, startFunctionsHost } from './functions-host.ts';
import type { HostArguments } from './host-arguments.ts';
import { describeImitation } from './imitate-argument.ts';
import type { LogSink } from './log.ts';
import { readLocalSettings } from './settings/local-settings.ts';

const defaultPort = 7071;

/** Serves an app with a durable engine of its own; resolves when it answers. */
export async function runHost(
  { appDirectory, port, dataDirectory, verbose, showReplay, imitateAzure }: HostArguments,
  writeLog: (line: string) => void,
): Promise<FunctionsHost> {
  const clock = systemClock;
  const log = consoleLog(writeLog, clock.now, verbose);
  const { port: settingsPort } = await readLocalSettings(appDirectory);
  if (dataDirectory !== undefined) await mkdir(dataDirectory, { recursive: true });
  // The worker's working directory is the app's: apps read files by relative paths.
  process.chdir(appDirectory);
  surviveUncaught(log);
  if (imitateAzure) log({ level: 'information', category: 'host', message: describeImitation(imitateAzure) });
  return startFunctionsHost({
    app: { directory: appDirectory },
    port: port ?? settingsPort ?? defaultPort,
    clock,
    log,
    showReplay,
    ...(dataDirectory !== undefined && { dataDirectory }),
    durable: (functions, { hubName, connectionName, durableTask }) =>
      startDurableEngine({
        file: dataDirectory === undefined ? ':memory:' : join(dataDirectory, 'durable.db'),
        clock,
        functions,
        hubName,
        connectionName,
        settings: durableTask,
        ...(imitateAzure && { imitateAzure }),
        log: ({ level, message, instanceId }) =>
          log({
            level,
            category: 'host',
            message: instanceId === undefined ? message : `[${instanceId}] ${message}`,
          }),
      }),
  });
}

/** On Azure an error that nobody catches ends the worker, which is started anew; here the host must outlive it. */
function surviveUncaught(log: LogSink): void {
  process.on('uncaughtException', (error) =>
    log({
      level: 'error',
      category: 'system',
      message: `Worker uncaught exception: ${error instanceof Error ? error.stack : String(error)}\nOn Azure this ends the worker with every request in flight.`,
    }),
  );
}
