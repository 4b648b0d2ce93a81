import type { TokenCredential } from '@azure/identity';
import {
  type BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
  type UserDelegationKey,
} from '@azure/storage-blob';
import { SlipwayError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { calling } from './azure-error.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Clocks of Azure and of this host differ by some seconds. */
const clockSkewMs = 5 * minuteMs;

/** Longer than any build may run with its margins, shorter than the seven days that the service allows. */
const keyLifeMs = 3 * dayMs;

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Read and list; and for adding also create, with which nothing that is there can be overwritten. */
const permissions = { read: 'rl', add: 'rcl' };

/** Makes URLs with which a container of the account can be read and listed, or also added to, until `expiresAt`. */
export function releaseGrants(
  service: BlobServiceClient,
  clock: Clock,
): (container: string, access: 'read' | 'add', expiresAt: Date) => Promise<string> {
  const delegationKey = delegationKeys(service, clock);
  const { protocol, hostname } = new URL(service.url);
  const plainHttp = protocol === 'http:' && loopbackHosts.has(hostname);

  return async (container, access, expiresAt) => {
    const values = {
      containerName: container,
      permissions: ContainerSASPermissions.parse(permissions[access]),
      startsOn: new Date(clock.now().getTime() - clockSkewMs),
      expiresOn: expiresAt,
      protocol: plainHttp ? SASProtocol.HttpsAndHttp : SASProtocol.Https,
    };
    const { credential } = service;
    const query =
      credential instanceof StorageSharedKeyCredential
        ? generateBlobSASQueryParameters(values, credential)
        : generateBlobSASQueryParameters(values, await delegationKey(expiresAt), service.accountName);
    return `${service.getContainerClient(container).url}?${query}`;
  };
}

/** A key of the app's identity, asked for again when it would not outlive a grant. */
function delegationKeys(
  service: BlobServiceClient,
  clock: Clock,
): (expiresAt: Date) => Promise<UserDelegationKey> {
  let current: { key: Promise<UserDelegationKey>; expiresMs: number } | undefined;
  return (expiresAt) => {
    if (!isTokenCredential(service.credential)) {
      throw new SlipwayError(
        'azure-refused',
        'The storage connection string has no account key, so URLs for build containers cannot be signed; give one with AccountKey, or set AzureWebJobsStorage__blobServiceUri.',
      );
    }
    if (!current || current.expiresMs < expiresAt.getTime() + minuteMs) {
      const now = clock.now().getTime();
      const expiresMs = Math.max(now + keyLifeMs, expiresAt.getTime() + 10 * minuteMs);
      const key = calling('asking for a user delegation key', () =>
        service.getUserDelegationKey(new Date(now - clockSkewMs), new Date(expiresMs)),
      );
      const asked = { key, expiresMs };
      current = asked;
      key.catch(() => {
        if (current === asked) current = undefined;
      });
    }
    return current.key;
  };
}

function isTokenCredential(credential: BlobServiceClient['credential']): credential is TokenCredential {
  return 'getToken' in credential;
}
