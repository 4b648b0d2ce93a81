import type { TlsSettings } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { BlobServiceClient, type ContainerClient, type StoragePipelineOptions } from '@azure/storage-blob';
import type { Config } from '../config.ts';
import { azureCredential } from './azure-credential.ts';
import { answerOf, calling } from './azure-error.ts';
import { stateContainer } from './blob-names.ts';

/** Short, because activities are retried durably and requests are waited for by people. */
const pipeline: StoragePipelineOptions = {
  retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 },
};

/** The blob storage of the app. Containers come into being when something is first written to them, all private. */
export type StorageAccount = {
  service(): BlobServiceClient;
  container(name: string): ContainerClient;
  /** Runs a write, and once more after making the container when there was none. */
  writing<T>(container: string, write: (client: ContainerClient) => Promise<T>): Promise<T>;
  /** Makes the container if there is none. Looks each time: somebody may have removed it by hand since. */
  ensure(container: string): Promise<ContainerClient>;
  /** Resolves when the storage takes a write: one that only answers is full, locked or not ours to write to. */
  check(): Promise<void>;
};

/** How a storage without a key is reached; for tests, which have no identity of Azure. */
export type StorageAccess = { credential?: TokenCredential; tlsOptions?: TlsSettings };

export function storageAccount(
  storage: Config['storage'],
  { credential = azureCredential(), ...transport }: StorageAccess = {},
): StorageAccount {
  let made: BlobServiceClient | undefined;

  const service = (): BlobServiceClient => {
    made ??=
      'connectionString' in storage
        ? BlobServiceClient.fromConnectionString(storage.connectionString.reveal(), pipeline)
        : new BlobServiceClient(storage.blobServiceUri, credential, { ...pipeline, ...transport });
    return made;
  };
  const container = (name: string): ContainerClient => service().getContainerClient(name);

  const ensure = (name: string): Promise<ContainerClient> =>
    calling(`making the blob container "${name}"`, async () => {
      // Looked for first: an identity may be allowed to use the container that exists, but not to make one.
      if (!(await container(name).exists())) await container(name).createIfNotExists();
      return container(name);
    });

  const account: StorageAccount = {
    service,
    container,
    ensure,
    async writing(name, write) {
      try {
        return await write(container(name));
      } catch (error) {
        if (!isCode(error, 'ContainerNotFound')) throw error;
        return write(await ensure(name));
      }
    },
    async check() {
      await calling('writing a few bytes to the blob storage', () =>
        account.writing(stateContainer, (client) => client.getBlockBlobClient('health').upload('ok', 2)),
      );
    },
  };
  return account;
}

/** Whether the service answered with this code; a HEAD has no body, so there only the status tells. */
export function isCode(error: unknown, code: string): boolean {
  return answerOf(error).code === code;
}

export function isStatus(error: unknown, ...statuses: number[]): boolean {
  const { status } = answerOf(error);
  return status !== undefined && statuses.includes(status);
}
