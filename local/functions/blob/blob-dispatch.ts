import type { BlobServiceClient } from '@azure/storage-blob';
import { BindingData } from '../bindings/binding-data.ts';
import type { BlobPath } from '../bindings/blob-path.ts';
import type { Dispatch } from '../dispatcher.ts';
import { metadataValue } from '../typed-values.ts';
import { blobProperties } from './blob-properties.ts';
import type { PathMatch } from './blob-trigger.ts';

/** What a function gets of a blob: its bytes, and in its metadata what the path's expressions stand for. */
export async function blobDispatch(
  service: BlobServiceClient,
  { container, blob }: BlobPath,
  match: PathMatch,
): Promise<Dispatch> {
  const client = service.getContainerClient(container).getBlobClient(blob);
  const properties = await client.getProperties();
  const content = await client.downloadToBuffer();
  const path = `${container}/${blob}`;
  const data = new BindingData();
  data.set('BlobTrigger', path);
  data.set('Uri', client.url);
  data.set('Properties', blobProperties(properties));
  data.set('Metadata', properties.metadata ?? {});
  for (const [name, value] of Object.entries(match(path) ?? {})) data.set(name, value);
  const triggerMetadata = Object.fromEntries(
    data.entries().map(([name, value]) => [name, metadataValue(value)]),
  );
  return { trigger: { bytes: content }, triggerMetadata };
}
