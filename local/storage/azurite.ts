/** The parts of Azurite that we use, which ships without types. */

import type http from 'node:http';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type { LokiDatabase } from './metadata-journal.ts';
import { type ExtentStore, parsedOnce, syncBehind } from './quicken-azurite.ts';

const require = createRequire(import.meta.url);

export type MetadataStore = { db: LokiDatabase; init(): Promise<void> };

export type StorageService = 'blob' | 'queue' | 'table';

/** One of Azurite's servers, with those of its inner parts that the journal and a clean end need. */
export type AzuriteServer = {
  httpServer: http.Server;
  metadataStore: MetadataStore;
  /** Tables have no content besides their rows. */
  extentMetadataStore?: MetadataStore;
  extentStore?: ExtentStore;
  start(): Promise<void>;
  close(): Promise<void>;
  /** Ends everything but the HTTP server. */
  afterClose(): Promise<void>;
};

export type AzuriteOptions = {
  service: StorageService;
  host: string;
  port: number;
  directory: string | undefined;
  /** Files of a certificate and its key: then it answers over TLS, and takes tokens of identities. */
  tls?: { certificate: string; key: string };
};

const keepAliveSeconds = 60;
/** How many extent files are written to at a time. */
const appendConcurrency = 16;

/** Azurite's modules by service. */
const modules: Record<StorageService, { server: string; configuration: string }> = {
  blob: { server: 'blob/BlobServer', configuration: 'blob/BlobConfiguration' },
  queue: { server: 'queue/QueueServer', configuration: 'queue/QueueConfiguration' },
  table: { server: 'table/TableServer', configuration: 'table/TableConfiguration' },
};

type ServerModules = {
  Server: new (configuration: object) => AzuriteServer;
  Configuration: new (...args: unknown[]) => object;
};

/** Makes a server that is not started yet; without a directory it keeps everything in memory. */
export function createAzurite({ service, host, port, directory, tls }: AzuriteOptions): AzuriteServer {
  standInForTelemetry();
  standInForTemplates();
  const { Server, Configuration } = withoutDeprecations(
    (): ServerModules => ({
      Server: azuriteModule(modules[service].server),
      Configuration: azuriteModule(modules[service].configuration),
    }),
  );
  const at = (name: string): string => path.join(directory ?? '', name);
  const extents = [{ locationId: 'Default', locationPath: at('extents'), maxConcurrency: appendConcurrency }];
  const accessLog = false;
  const inMemory = directory === undefined;
  // Log files and strictness stay at their defaults: off, or as Azure has them.
  const unset = (count: number) => Array<undefined>(count).fill(undefined);
  // SDKs name the newest version of the protocol, which Azurite, behind them by months, would refuse.
  const skipsVersionCheck = true;
  const files =
    service === 'table' ? [at('tables.json')] : [at(`${service}s.json`), at('extents.json'), extents];
  const logs = service === 'table' ? [false, accessLog, ...unset(3)] : [accessLog, ...unset(4)];
  const server = new Server(
    new Configuration(
      ...[host, port, keepAliveSeconds, ...files, ...logs, skipsVersionCheck],
      ...(tls ? [tls.certificate, tls.key, undefined, 'basic', undefined] : unset(5)),
      inMemory,
    ),
  );
  if (server.extentStore) syncBehind(server.extentStore);
  return server;
}

/** The default export of one of Azurite's modules. */
export function azuriteModule<Export>(name: string): Export {
  return (require(`azurite/dist/src/${name}`) as { default: Export }).default;
}

/** Azurite's libraries use Node's own punycode: from Node 21 on, everybody who starts the local cloud would read of it. */
function withoutDeprecations<T>(load: () => T): T {
  const { noDeprecation = false } = process;
  process.noDeprecation = true;
  try {
    return load();
  } finally {
    process.noDeprecation = noDeprecation;
  }
}

/**
 * Azurite loads a telemetry client of a thousand files when its server module is loaded, which takes a second, although
 * it is only used once telemetry is switched on. An empty module in its place saves the second and keeps it off.
 */
function standInForTelemetry(): void {
  const file = requireOfAzurite().resolve('applicationinsights');
  if (!require.cache[file]) standIn(file, {});
}

let hasStandInForTemplates = false;
/** Must be there before Azurite's own modules are. */
function standInForTemplates(): void {
  if (hasStandInForTemplates) return;
  hasStandInForTemplates = true;
  const file = requireOfAzurite().resolve('uri-templates');
  standIn(file, parsedOnce(require(file)));
}

function requireOfAzurite(): NodeJS.Require {
  return createRequire(require.resolve('azurite/package.json'));
}

function standIn(file: string, exports: unknown): void {
  const module = new Module(file);
  Object.assign(module, { filename: file, loaded: true, exports });
  require.cache[file] = module;
}
