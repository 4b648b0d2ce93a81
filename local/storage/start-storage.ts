import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { answerAfterCommit } from './answer-after-commit.ts';
import { type AzuriteServer, createAzurite, type StorageService } from './azurite.ts';
import { developmentAccount as account } from './development-account.ts';
import { keepCharactersWhole } from './keep-characters-whole.ts';
import { keepTableRows, type TableMetadataStore } from './keep-table-rows.ts';
import { MetadataJournal } from './metadata-journal.ts';
import { type BlobWritten, onBlobWritten } from './on-blob-written.ts';
import { keepConnections } from './quicken-azurite.ts';
import { returnUnfinishedMessages } from './return-unfinished-messages.ts';

export type StorageOptions = {
  /** `blob` by default. */
  service?: StorageService;
  /** 0 takes a free one. */
  port: number;
  /** Where blobs, messages or rows are kept; without it they live in memory. A directory for each service. */
  directory?: string;
  log?: (line: string) => void;
  /** Called after each blob that was written. */
  onBlobWritten?: (blob: BlobWritten) => void;
};

export type Storage = {
  port: number;
  origin: string;
  connectionString: string;
  /** Its part of a connection string that names several services: `TableEndpoint=http://...`. */
  endpoint: string;
  /** Makes messages visible at once that somebody had taken and can no longer finish. */
  returnUnfinished(): void;
  stop(): Promise<void>;
};

const host = '127.0.0.1';

/** Names of the endpoints in a connection string. */
const endpoints: Record<StorageService, string> = {
  blob: 'BlobEndpoint',
  queue: 'QueueEndpoint',
  table: 'TableEndpoint',
};

/**
 * Starts one service of a storage account. What it has acknowledged survives a kill of the process. Rejects with the
 * code EADDRINUSE when the port is taken.
 */
export async function startStorage(options: StorageOptions): Promise<Storage> {
  if (options.directory !== undefined) await mkdir(options.directory, { recursive: true });
  const service = options.service ?? 'blob';
  const server = createAzurite({ service, host, port: options.port, directory: options.directory });
  const journal = await openJournal(server, service, options.directory);
  if (journal) {
    answerAfterCommit(
      server.httpServer,
      () => journal.commit(),
      (error) => options.log?.(`storage: a change could not be kept: ${error}`),
    );
  }
  keepConnections(server.httpServer);
  if (service === 'table') keepCharactersWhole(server.httpServer);
  if (options.onBlobWritten) onBlobWritten(server.httpServer, options.onBlobWritten);
  try {
    await server.start();
  } catch (error) {
    await server.afterClose();
    journal?.close();
    throw error;
  }
  const { port } = server.httpServer.address() as AddressInfo;
  const origin = `http://${host}:${port}`;
  const endpoint = `${endpoints[service]}=${origin}/${account.name}`;
  return {
    port,
    origin,
    endpoint,
    connectionString: [
      'DefaultEndpointsProtocol=http',
      `AccountName=${account.name}`,
      `AccountKey=${account.key}`,
      endpoint,
    ].join(';'),
    returnUnfinished() {
      if (service === 'queue') returnUnfinishedMessages(server.metadataStore.db, Date.now());
    },
    async stop() {
      const closed = new Promise((resolve) => server.httpServer.once('close', resolve));
      await server.close();
      server.httpServer.closeAllConnections();
      await closed;
      journal?.close();
    },
  };
}

/** None for blobs and messages that live in memory; rows of tables live in the journal's database in any case. */
async function openJournal(
  server: AzuriteServer,
  service: StorageService,
  directory: string | undefined,
): Promise<MetadataJournal | undefined> {
  if (directory === undefined && service !== 'table') return undefined;
  const { metadataStore, extentMetadataStore } = server;
  const journal = new MetadataJournal(
    directory === undefined ? ':memory:' : path.join(directory, 'metadata.db'),
    {
      [`${service}s`]: metadataStore.db,
      ...(extentMetadataStore ? { extents: extentMetadataStore.db } : {}),
    },
  );
  await metadataStore.init();
  await extentMetadataStore?.init();
  journal.restore();
  if (service === 'queue') returnUnfinishedMessages(metadataStore.db, Date.now());
  if (service === 'table') keepTableRows(metadataStore as TableMetadataStore, journal);
  return journal;
}
