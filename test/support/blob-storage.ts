import { createHash } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { ReleaseFile } from '../../contract/build.ts';
import { type StorageAccount, storageAccount } from '../../lib/azure/storage-account.ts';
import { releaseContainer } from '../../lib/ids.ts';
import { Secret } from '../../lib/secret.ts';
import { type Storage, startStorage } from '../../local/storage/start-storage.ts';
import { aManifest, type Manifest, manifestText } from './builders.ts';

/** A storage in memory for all tests of a file. */
export function useBlobStorage(): { connectionString(): string; account(): StorageAccount } {
  let storage: Storage | undefined;
  beforeAll(async () => {
    storage = await startStorage({ port: 0 });
  });
  afterAll(() => storage?.stop());
  const connectionString = (): string => storage?.connectionString ?? '';
  return {
    connectionString,
    account: () => storageAccount({ connectionString: new Secret(connectionString()) }),
  };
}

export async function putBlob(
  account: StorageAccount,
  container: string,
  name: string,
  content: string | Buffer,
): Promise<void> {
  const bytes = Buffer.from(content);
  await (await account.ensure(container)).getBlockBlobClient(name).upload(bytes, bytes.byteLength);
}

export async function blobText(account: StorageAccount, container: string, name: string): Promise<string> {
  return (await account.container(container).getBlobClient(name).downloadToBuffer()).toString('utf8');
}

export async function blobNames(account: StorageAccount, container: string): Promise<string[]> {
  const names: string[] = [];
  for await (const blob of account.container(container).listBlobsFlat()) names.push(blob.name);
  return names;
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Puts a release into the store as a build container does: objects by hash, then the manifest. */
export async function putRelease(
  account: StorageAccount,
  site: string,
  release: string,
  contents: Record<string, string | Buffer>,
  overrides: Partial<ReleaseFile> = {},
): Promise<Manifest> {
  const container = releaseContainer(site);
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    sha256: sha256(content),
    sizeBytes: Buffer.byteLength(content),
    contentType: 'text/html; charset=utf-8',
    cacheControl: 'public, max-age=0, must-revalidate',
    ...overrides,
  }));
  for (const content of Object.values(contents)) {
    await putBlob(account, container, `objects/${sha256(content)}`, content);
  }
  const manifest = aManifest(release, files, { site });
  await putBlob(account, container, `manifests/${release}.ndjson`, manifestText(manifest));
  return manifest;
}
