import type { BlobGetPropertiesResponse } from '@azure/storage-blob';
import { dotNetDate } from '../typed-values.ts';

/** .NET's smallest date, which stands for none. */
const noDate = '0001-01-01T00:00:00+00:00';

const blobTypes = ['blockblob', 'pageblob', 'appendblob'];
const leaseDurations = ['infinite', 'fixed'];
const leaseStates = ['available', 'leased', 'expired', 'breaking', 'broken'];
const leaseStatuses = ['locked', 'unlocked'];
const copyStatuses = ['pending', 'success', 'aborted', 'failed'];

/** A blob's properties as the host hands them out: .NET's names, enumerations as numbers, and an ETag that is empty. */
export function blobProperties(properties: BlobGetPropertiesResponse): Record<string, unknown> {
  return {
    LastModified: date(properties.lastModified),
    CreatedOn: date(properties.createdOn),
    Metadata: properties.metadata ?? {},
    ObjectReplicationDestinationPolicyId: properties.objectReplicationDestinationPolicyId ?? null,
    ObjectReplicationSourceProperties: null,
    BlobType: index(blobTypes, properties.blobType),
    CopyCompletedOn: date(properties.copyCompletedOn),
    CopyStatusDescription: properties.copyStatusDescription ?? null,
    CopyId: properties.copyId ?? null,
    CopyProgress: properties.copyProgress ?? null,
    CopySource: properties.copySource ?? null,
    CopyStatus: index(copyStatuses, properties.copyStatus),
    BlobCopyStatus: properties.copyStatus === undefined ? null : index(copyStatuses, properties.copyStatus),
    IsIncrementalCopy: properties.isIncrementalCopy ?? false,
    DestinationSnapshot: properties.destinationSnapshot ?? null,
    LeaseDuration: index(leaseDurations, properties.leaseDuration),
    LeaseState: index(leaseStates, properties.leaseState),
    LeaseStatus: index(leaseStatuses, properties.leaseStatus),
    ContentLength: properties.contentLength ?? 0,
    ContentType: properties.contentType ?? null,
    ETag: {},
    ContentHash: properties.contentMD5 ? Buffer.from(properties.contentMD5).toString('base64') : null,
    ContentEncoding: properties.contentEncoding ?? null,
    ContentDisposition: properties.contentDisposition ?? null,
    ContentLanguage: properties.contentLanguage ?? null,
    CacheControl: properties.cacheControl ?? null,
    BlobSequenceNumber: properties.blobSequenceNumber ?? 0,
    AcceptRanges: properties.acceptRanges ?? null,
    BlobCommittedBlockCount: properties.blobCommittedBlockCount ?? 0,
    IsServerEncrypted: properties.isServerEncrypted ?? false,
    EncryptionKeySha256: properties.encryptionKeySha256 ?? null,
    EncryptionScope: properties.encryptionScope ?? null,
    AccessTier: properties.accessTier ?? null,
    AccessTierInferred: properties.accessTierInferred ?? false,
    ArchiveStatus: properties.archiveStatus ?? null,
    AccessTierChangedOn: date(properties.accessTierChangedOn),
    VersionId: properties.versionId ?? null,
    IsLatestVersion: properties.isCurrentVersion ?? false,
    TagCount: properties.tagCount ?? 0,
    ExpiresOn: date(properties.expiresOn),
    IsSealed: properties.isSealed ?? false,
    RehydratePriority: properties.rehydratePriority ?? null,
    LastAccessed: date(properties.lastAccessed),
    ImmutabilityPolicy: null,
    HasLegalHold: properties.legalHold ?? false,
  };
}

function date(value: Date | undefined): string {
  return value === undefined ? noDate : dotNetDate(value.getTime());
}

function index(names: readonly string[], name: string | undefined): number {
  return Math.max(0, names.indexOf(name?.toLowerCase() ?? ''));
}
