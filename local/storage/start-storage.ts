import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { answerAfterCommit } from './answer-after-commit.ts';
import { type AzuriteServer, createAzurite, type StorageService } from './azurite.ts';
import { developmentAccount as account } from './development-account.ts';
import { MetadataJournal } from './metadata-journal.ts';
import { returnUnfinishedMessages } from './return-unfinished-messages.ts';

export type StorageOptions = {
  /** `blob` by default. */
  service?: StorageService;
  /** 0 takes a free one. */
  port: number;
  /** Where blobs or messages are kept; without it they live in memory. A directory for each service. */
  directory?: string;
  log?: (line: string) => void;
};

export type Storage = {
  port: number;
  origin: string;
  connectionString: string;
  /** Makes messages visible at once that somebody had taken and can no longer finish. */
  returnUnfinished(): void;
  stop(): Promise<void>;
};

const host = '127.0.0.1';

/** Names of the endpoints in a connection string. */
const endpoints: Record<StorageService, string> = { blob: 'BlobEndpoint', queue: 'QueueEndpoint' };

/**
 * Starts one service of a storage account. What it has acknowledged survives a kill of the process. Rejects with the
 * code EADDRINUSE when the port is taken.
 */
export async function startStorage(options: StorageOptions): Promise<Storage> {
  if (options.directory !== undefined) await mkdir(options.directory, { recursive: true });
  const service = options.service ?? 'blob';
  const server = createAzurite({ service, host, port: options.port, directory: options.directory });
  const journal =
    options.directory === undefined ? undefined : await openJournal(server, service, options.directory);
  if (journal) {
    answerAfterCommit(
      server.httpServer,
      () => journal.commit(),
      (error) => options.log?.(`storage: a change could not be kept: ${error}`),
    );
  }
  try {
    await server.start();
  } catch (error) {
    await server.afterClose();
    journal?.close();
    throw error;
  }
  const { port } = server.httpServer.address() as AddressInfo;
  const origin = `http://${host}:${port}`;
  return {
    port,
    origin,
    connectionString: [
      'DefaultEndpointsProtocol=http',
      `AccountName=${account.name}`,
      `AccountKey=${account.key}`,
      `${endpoints[service]}=${origin}/${account.name}`,
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

async function openJournal(
  server: AzuriteServer,
  service: StorageService,
  directory: string,
): Promise<MetadataJournal> {
  const { metadataStore, extentMetadataStore } = server;
  const journal = new MetadataJournal(path.join(directory, 'metadata.db'), {
    [`${service}s`]: metadataStore.db,
    extents: extentMetadataStore.db,
  });
  await metadataStore.init();
  await extentMetadataStore.init();
  journal.restore();
  if (service === 'queue') returnUnfinishedMessages(metadataStore.db, Date.now());
  return journal;
}
