import { connect } from 'node:net';
import { join } from 'node:path';
import type { Storage } from '../../storage/start-storage.ts';
import type { LogLevel } from '../log.ts';
import type { DevelopmentService } from './connection.ts';

/** Where every Azure tool expects the development account. */
const usualPorts: Record<DevelopmentService, number> = {
  blob: 10_000,
  queue: 10_001,
  table: 10_002,
};

export type DevelopmentStorageOptions = {
  /** Without it everything is kept in memory. */
  dataDirectory: string | undefined;
  log(level: Extract<LogLevel, 'information' | 'warning'>, message: string): void;
  ports?: Record<DevelopmentService, number>;
};

/** Serves `UseDevelopmentStorage=true` by an Azurite of our own where nobody else does. */
export class DevelopmentStorage {
  readonly #options: Required<DevelopmentStorageOptions>;
  readonly #started = new Map<DevelopmentService, Storage>();
  #starting: Promise<void> = Promise.resolve();

  constructor({ ports = usualPorts, ...options }: DevelopmentStorageOptions) {
    this.#options = { ports, ...options };
  }

  /** Resolves when each service is served, or cannot be; why not is in the log then, and the host goes on. */
  serve(services: readonly DevelopmentService[]): Promise<void> {
    this.#starting = this.#starting.then(async () => {
      for (const service of services) await this.#serve(service);
    });
    return this.#starting;
  }

  /** Makes messages visible that somebody had taken and can no longer finish. */
  returnUnfinished(): void {
    this.#started.get('queue')?.returnUnfinished();
  }

  async stop(): Promise<void> {
    await this.#starting;
    await Promise.all([...this.#started.values()].map((storage) => storage.stop()));
  }

  async #serve(service: DevelopmentService): Promise<void> {
    const { dataDirectory, log, ports } = this.#options;
    const port = ports[service];
    if (this.#started.has(service) || (await isListening(port))) return;
    const directory = dataDirectory === undefined ? undefined : join(dataDirectory, 'storage', service);
    try {
      // Azurite takes a moment to load, so only an app that needs it waits for it.
      const { startStorage } = await import('../../storage/start-storage.ts');
      const storage = await startStorage({
        service,
        port,
        ...(directory !== undefined && { directory }),
        log: (line) => log('warning', line),
      });
      this.#started.set(service, storage);
      log(
        'information',
        `Nobody served UseDevelopmentStorage=true, so Azurite's ${service} service is started at 127.0.0.1:${port}, with its data ${directory === undefined ? 'in memory' : `in ${directory}`}.`,
      );
    } catch (error) {
      log(
        'warning',
        `Azurite's ${service} service could not be started at 127.0.0.1:${port}: ${(error as Error).message}`,
      );
    }
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (listening: boolean): void => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
