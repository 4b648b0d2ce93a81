import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { Config } from '../config.ts';
import { azureCredential } from './azure-credential.ts';
import type { StorageAccess } from './storage-account.ts';

/** Short, because activities are retried durably and requests are waited for by people. */
const options: TableServiceClientOptions = {
  retryOptions: { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 },
};

/** The tables of the app. Each comes into being when something is first written to it. */
export type TableAccount = {
  table(name: string): TableClient;
  /** Runs a write, and once more after making the table when there was none. */
  writing<T>(name: string, write: (table: TableClient) => Promise<T>): Promise<T>;
};

export function tableAccount(storage: Config['storage'], access: StorageAccess = {}): TableAccount {
  const made = new Map<string, TableClient>();
  const table = (name: string): TableClient => {
    const client = made.get(name) ?? connect(storage, name, access);
    made.set(name, client);
    return client;
  };
  return {
    table,
    async writing(name, write) {
      try {
        return await write(table(name));
      } catch (error) {
        if (tableCode(error) !== 'TableNotFound') throw error;
        // One that exists already, made by another call at the same moment, is no error.
        await table(name).createTable();
        return write(table(name));
      }
    },
  };
}

function connect(storage: Config['storage'], name: string, access: StorageAccess): TableClient {
  if (!('connectionString' in storage)) {
    const { credential = azureCredential(), ...transport } = access;
    return new TableClient(storage.tableServiceUri, name, credential, { ...options, ...transport });
  }
  const connectionString = storage.connectionString.reveal();
  // Only a storage of this machine is spoken to without TLS.
  const allowInsecureConnection = /TableEndpoint=http:\/\/(?:127\.0\.0\.1|localhost)[:/]/i.test(
    connectionString,
  );
  return TableClient.fromConnectionString(connectionString, name, { ...options, allowInsecureConnection });
}

/** What the service says of a failed call: in the body, in a header of calls without one, or, of a transaction, as the error's own. */
export function tableCode(error: unknown): string | undefined {
  const { code, details } = error as {
    code?: unknown;
    details?: { odataError?: { code?: unknown }; errorCode?: unknown };
  };
  const said = details?.odataError?.code ?? details?.errorCode ?? code;
  return typeof said === 'string' ? said : undefined;
}

/** Whether what was looked for is not there, for whatever reason. */
export function isAbsent(error: unknown): boolean {
  return ['TableNotFound', 'ResourceNotFound'].includes(tableCode(error) ?? '');
}
