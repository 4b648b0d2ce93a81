import path from 'node:path';
import { type Storage, type StorageOptions, startStorage } from './start-storage.ts';

export type StorageAccountOptions = Pick<StorageOptions, 'log' | 'onBlobWritten'> & {
  /** 0 takes a free one. */
  ports: { blob: number; queue: number; table: number };
  /** Where everything is kept; without it it lives in memory. */
  directory?: string;
};

export type StorageAccount = {
  blob: Storage;
  queue: Storage;
  table: Storage;
  connectionString: string;
  stop(): Promise<void>;
};

/** Starts blobs, queues and tables of one account, which one connection string reaches. */
export async function startStorageAccount(options: StorageAccountOptions): Promise<StorageAccount> {
  const { ports, directory, log, onBlobWritten } = options;
  const started: Storage[] = [];
  const stop = async (): Promise<void> => {
    for (const each of started.reverse()) await each.stop();
  };
  const start = async (service: 'blob' | 'queue' | 'table', folder: string): Promise<Storage> => {
    const storage = await startStorage({
      service,
      port: ports[service],
      ...(directory === undefined ? {} : { directory: path.join(directory, folder) }),
      ...(log ? { log } : {}),
      ...(onBlobWritten && service === 'blob' ? { onBlobWritten } : {}),
    });
    started.push(storage);
    return storage;
  };
  try {
    const blob = await start('blob', 'blobs');
    const queue = await start('queue', 'queues');
    const table = await start('table', 'tables');
    const connectionString = [blob.connectionString, queue.endpoint, table.endpoint].join(';');
    return { blob, queue, table, connectionString, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
