import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { buildOracle, quietDotnet } from './build-oracle.ts';
import { endChild } from './end-child.ts';
import { freePorts } from './free-ports.ts';
import { startAzurite } from './start-azurite.ts';

export type OracleOptions = {
  /** A built app: package.json with `main`, host.json, local.settings.json. */
  appDirectory: string;
  /** Settings of the app; they win over local.settings.json. */
  env?: Record<string, string>;
  /** Connection string of a storage account with queues and tables; without it Azurite is started, in memory. */
  storage?: string;
  /** A free one by default. */
  port?: number;
  /** Longest timer of the storage provider as `hh:mm:ss`; 6 days by default. Shorter ones show in seconds what long timers do. */
  maxTimer?: string;
  /** Length of the pieces that longer timers are cut into, as `hh:mm:ss`; 3 days by default. */
  timerInterval?: string;
  /** Takes what the host, the extension and the app say, line by line; errors only unless `verbose`. */
  log?: (line: string) => void;
  verbose?: boolean;
};

export type Oracle = {
  origin: string;
  /** Resolves with the host's exit code when it has ended, however it did. */
  exited: Promise<number>;
  stop(): Promise<void>;
};

/** How many of the host's last lines explain a failed start. */
const explainingLines = 30;

/**
 * Serves an app on the real Durable extension; resolves when it answers. Needs the .NET 10 SDK, see `hasDotnet`. The first start
 * builds the host.
 */
export async function startOracle(options: OracleOptions): Promise<Oracle> {
  const built = await buildOracle();
  const [port = 0] = options.port ? [options.port] : await freePorts(1);
  const azurite = options.storage === undefined ? await startAzurite() : undefined;
  const optional = { '--max-timer': options.maxTimer, '--timer-interval': options.timerInterval };
  const host = spawn(
    'dotnet',
    [
      built.host,
      ...['--app', options.appDirectory, '--port', String(port), '--worker', built.worker],
      ...(options.verbose ? ['--verbose'] : []),
      ...Object.entries(optional).flatMap(([name, value]) => (value === undefined ? [] : [name, value])),
    ],
    {
      // A group of its own: Ctrl-C reaches only the starter, which then ends the parts in order.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...quietDotnet,
        ...options.env,
        AzureWebJobsStorage: options.storage ?? azurite?.connectionString,
      },
    },
  );
  const exited = new Promise<number>((resolve) => host.once('exit', (code) => resolve(code ?? 1)));
  const stop = async (): Promise<void> => {
    await endChild(host);
    await azurite?.stop();
  };

  const lastLines: string[] = [];
  const hear = (line: string): void => {
    lastLines.splice(0, lastLines.length - explainingLines + 1);
    lastLines.push(line);
    options.log?.(line);
  };
  createInterface({ input: host.stderr }).on('line', hear);
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: host.stdout }).on('line', (line) => {
      if (line.startsWith('ORACLE READY')) resolve();
      // The extension also prints each event for Azure's own telemetry.
      else if (!line.startsWith('MS_DURABLE_FUNCTION_EVENTS_LOGS')) hear(line);
    });
    host.once('close', (code) =>
      reject(new Error(`The host ended with code ${code} before it was ready:\n${lastLines.join('\n')}`)),
    );
  });
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin: `http://127.0.0.1:${port}`, exited, stop };
}
