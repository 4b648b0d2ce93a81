import type { FileShares, SharedFile, SharedFileContent } from '../ports/file-shares.ts';
import { answerOf, azureError } from './azure-error.ts';

/** `endpoint` stands in for Azure's own, on this machine; the account is the first part of its paths. */
export function azureFileShares(endpoint: string | undefined): FileShares {
  return {
    async read(file, accountKey, maxBytes) {
      const client = await fileClient(file, accountKey, endpoint);
      try {
        const { contentLength: bytes = 0 } = await client.getProperties();
        if (bytes > maxBytes) return { kind: 'tooLarge', bytes };
        return { kind: 'found', bytes: bytes === 0 ? new Uint8Array() : await client.downloadToBuffer() };
      } catch (error) {
        const answer = answerOf(error);
        const expected = refusals[answer.status ?? 0];
        if (expected) return expected;
        const { account, share, path } = file;
        throw azureError(`reading the file "${path}" of the share "${share}" of "${account}"`, answer, error);
      }
    },
  };
}

const refusals: Record<number, SharedFileContent> = { 403: { kind: 'refused' }, 404: { kind: 'absent' } };

async function fileClient({ account, share, path }: SharedFile, key: string, endpoint: string | undefined) {
  const { ShareServiceClient, StorageSharedKeyCredential } = await import('@azure/storage-file-share');
  const service = new ShareServiceClient(
    endpoint ? `${endpoint}/${account}` : `https://${account}.file.core.windows.net`,
    new StorageSharedKeyCredential(account, key),
    // An activity is retried durably.
    { retryOptions: { maxTries: 1 } },
  );
  const folders = path.split('/').filter((part) => part !== '');
  const name = folders.pop() ?? '';
  let directory = service.getShareClient(share).rootDirectoryClient;
  for (const folder of folders) directory = directory.getDirectoryClient(folder);
  return directory.getFileClient(name);
}
