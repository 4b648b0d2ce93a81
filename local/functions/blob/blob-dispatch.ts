import type { BlobGetPropertiesResponse, BlobServiceClient } from '@azure/storage-blob';
import type { Dispatch } from '../dispatcher.ts';
import { BindingData } from '../storage/binding-data.ts';
import { dotNetDate, metadataValue } from '../typed-values.ts';
import { quoted } from './blob-message.ts';
import type { BlobPath } from './blob-path.ts';
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

/** The names of .NET's BlobProperties; enumerations are numbers there. */
function blobProperties(properties: BlobGetPropertiesResponse): Record<string, unknown> {
  const date = (value: Date | undefined): string | null =>
    value === undefined ? null : dotNetDate(value.getTime());
  const index = (names: string[], name: string | undefined): number =>
    Math.max(0, names.indexOf(name?.toLowerCase() ?? ''));
  return {
    LastModified: date(properties.lastModified),
    CreatedOn: date(properties.createdOn),
    Metadata: properties.metadata ?? {},
    BlobType: index(['blockblob', 'pageblob', 'appendblob'], properties.blobType),
    LeaseDuration: index(['infinite', 'fixed'], properties.leaseDuration),
    LeaseState: index(['available', 'leased', 'expired', 'breaking', 'broken'], properties.leaseState),
    LeaseStatus: index(['locked', 'unlocked'], properties.leaseStatus),
    ContentLength: properties.contentLength ?? 0,
    ContentType: properties.contentType ?? null,
    ETag: quoted(properties.etag),
    ContentHash: properties.contentMD5 ? Buffer.from(properties.contentMD5).toString('base64') : null,
    ContentEncoding: properties.contentEncoding ?? null,
    ContentDisposition: properties.contentDisposition ?? null,
    ContentLanguage: properties.contentLanguage ?? null,
    CacheControl: properties.cacheControl ?? null,
    AccessTier: properties.accessTier ?? null,
    VersionId: properties.versionId ?? null,
    TagCount: properties.tagCount ?? 0,
  };
}
