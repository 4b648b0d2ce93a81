import type { BlobServiceClient } from '@azure/storage-blob';
import type { QueueServiceClient } from '@azure/storage-queue';
import { developmentAccount } from '../../storage/development-account.ts';
import { resolveConnection, type StorageConnection, type StorageServiceName } from './connection.ts';

/** Short: the triggers look again by themselves, and a caller of an HTTP function waits for its outputs. */
const pipeline = { retryOptions: { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 400 } };

/** A client and how people name what it talks to. */
export type NamedClient<Client> = { client: Client; setting: string; address: string };

/** Clients of the storage accounts that an app's bindings name. The SDKs are loaded when the first one is asked for. */
export class StorageClients {
  readonly #env: NodeJS.ProcessEnv;
  readonly #made = new Map<string, Promise<NamedClient<unknown>>>();

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  blobs(connectionName: unknown): Promise<NamedClient<BlobServiceClient>> {
    return this.#get('blob', connectionName, async (connection) => {
      const { BlobServiceClient, StorageSharedKeyCredential } = await import('@azure/storage-blob');
      if (connection.kind === 'string')
        return BlobServiceClient.fromConnectionString(connection.connectionString, pipeline);
      const uri = loopbackUri(connection, 'blob');
      const { name, key } = developmentAccount;
      return new BlobServiceClient(uri, new StorageSharedKeyCredential(name, key), pipeline);
    });
  }

  queues(connectionName: unknown): Promise<NamedClient<QueueServiceClient>> {
    return this.#get('queue', connectionName, async (connection) => {
      const { QueueServiceClient, StorageSharedKeyCredential } = await import('@azure/storage-queue');
      if (connection.kind === 'string')
        return QueueServiceClient.fromConnectionString(connection.connectionString, pipeline);
      const uri = loopbackUri(connection, 'queue');
      const { name, key } = developmentAccount;
      return new QueueServiceClient(uri, new StorageSharedKeyCredential(name, key), pipeline);
    });
  }

  async #get<Client extends { url: string }>(
    service: StorageServiceName,
    connectionName: unknown,
    make: (connection: StorageConnection) => Promise<Client>,
  ): Promise<NamedClient<Client>> {
    const connection = resolveConnection(connectionName, service, this.#env);
    const key = `${service} ${JSON.stringify(connection)}`;
    let made = this.#made.get(key) as Promise<NamedClient<Client>> | undefined;
    if (!made) {
      made = make(connection).then(
        (client) => ({ client, setting: connection.setting, address: new URL(client.url).host }),
        (error: Error) => {
          throw new Error(`${connection.setting} is no storage connection: ${error.message}`, {
            cause: error,
          });
        },
      );
      this.#made.set(key, made);
    }
    return made;
  }
}

/** On Azure the app's identity opens such an address. Here only the development account can be opened, by its key. */
function loopbackUri(
  connection: StorageConnection & { kind: 'endpoint' },
  service: StorageServiceName,
): string {
  const url = URL.canParse(connection.uri) ? new URL(connection.uri) : undefined;
  const isLoopback = url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (isLoopback && url.pathname.split('/')[1] === developmentAccount.name) return connection.uri;
  const port = service === 'blob' ? 10_000 : 10_001;
  throw new Error(
    `"${connection.uri}" is opened by a managed identity, which the local host has not. Use a connection string ("UseDevelopmentStorage=true"), or Azurite's address: http://127.0.0.1:${port}/${developmentAccount.name}.`,
  );
}
