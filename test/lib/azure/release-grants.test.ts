import { BlobServiceClient, type ServiceGetUserDelegationKeyResponse } from '@azure/storage-blob';
import { describe, expect, test } from 'vitest';
import { standInCredential } from '../../../lib/azure/azure-credential.ts';
import { releaseGrants } from '../../../lib/azure/release-grants.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';

const hourMs = 3_600_000;

/** Makes a storage service hand out delegation keys as Azure does, or fail to. */
function keysOf(service: BlobServiceClient) {
  const keys = { given: [] as Array<{ startsOn: Date; expiresOn: Date }>, failures: 0 };
  const give = async (startsOn: Date, expiresOn: Date) => {
    if (keys.failures-- > 0) throw Object.assign(new Error('not now'), { statusCode: 503 });
    keys.given.push({ startsOn, expiresOn });
    return {
      signedObjectId: 'object',
      signedTenantId: 'tenant',
      signedStartsOn: startsOn,
      signedExpiresOn: expiresOn,
      signedService: 'b',
      signedVersion: '2020-12-06',
      value: Buffer.from(`key ${keys.given.length}`).toString('base64'),
    } as ServiceGetUserDelegationKeyResponse;
  };
  Object.assign(service, { getUserDelegationKey: give });
  return keys;
}

function aService() {
  const service = new BlobServiceClient('https://acme.blob.core.windows.net', standInCredential);
  const keys = keysOf(service);
  const clock = new VirtualClock();
  const grant = releaseGrants(service, fakeClock(clock));
  const grantFor = async (hours: number) =>
    new URL(await grant('releases-blog', 'add', new Date(clock.now() + hours * hourMs)));
  return { keys, clock, grantFor };
}

describe('a URL for a build container that is signed by an identity', () => {
  test('is for one container, for reading, creating and listing, over https, from a little earlier on', async () => {
    const { grantFor } = aService();
    const url = await grantFor(2);
    expect(url.origin + url.pathname).toBe('https://acme.blob.core.windows.net/releases-blog');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      sr: 'c',
      sp: 'rcl',
      spr: 'https',
      st: '2025-12-31T23:55:00Z',
      se: '2026-01-01T02:00:00Z',
      skoid: 'object',
    });
  });

  test('shares one key with others, until the key would end before the URL', async () => {
    const { keys, clock, grantFor } = aService();
    await Promise.all([grantFor(1), grantFor(2), grantFor(26)]);
    expect(keys.given).toHaveLength(1);
    clock.advanceBy(70 * hourMs);
    await grantFor(1);
    expect(keys.given).toHaveLength(1);
    await grantFor(3);
    expect(keys.given).toHaveLength(2);
    const [first] = keys.given;
    expect((first?.expiresOn.getTime() ?? 0) - (first?.startsOn.getTime() ?? 0)).toBeLessThan(
      7 * 24 * hourMs,
    );
  });

  test('is asked for again after a failure', async () => {
    const { keys, grantFor } = aService();
    keys.failures = 1;
    await expect(grantFor(1)).rejects.toMatchObject({ code: 'azure-unavailable' });
    await grantFor(1);
    expect(keys.given).toHaveLength(1);
  });
});

test('an account known only by a signature of its own cannot grant anything, and says what to set', async () => {
  const service = new BlobServiceClient('https://acme.blob.core.windows.net/?sig=abc');
  const grant = releaseGrants(service, { now: () => new Date() });
  await expect(grant('releases-blog', 'read', new Date())).rejects.toMatchObject({
    code: 'azure-refused',
    message: expect.stringContaining('AccountKey'),
  });
});
