import path from 'node:path';
import { type Storage, type StorageOptions, startStorage } from './start-storage.ts';

export type StorageAccountOptions = Pick<StorageOptions, 'log'> & {
  /** 0 takes a free one. */
  ports: { blob: number; table: number };
  /** Where everything is kept; without it it lives in memory. */
  directory?: string;
};

export type StorageAccount = {
  blob: Storage;
  table: Storage;
  connectionString: string;
  stop(): Promise<void>;
};

/** Starts blobs and tables of one account, which one connection string reaches. */
export async function startStorageAccount(options: StorageAccountOptions): Promise<StorageAccount> {
  const { ports, directory, log } = options;
  const start = (service: 'blob' | 'table', folder: string): Promise<Storage> =>
    startStorage({
      service,
      port: ports[service],
      ...(directory === undefined ? {} : { directory: path.join(directory, folder) }),
      ...(log ? { log } : {}),
    });
  const blob = await start('blob', 'blobs');
  const table = await start('table', 'tables').catch(async (error) => {
    await blob.stop();
    throw error;
  });
  return {
    blob,
    table,
    connectionString: `${blob.connectionString};${table.endpoint}`,
    async stop() {
      await table.stop();
      await blob.stop();
    },
  };
}
