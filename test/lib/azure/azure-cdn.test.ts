import { describe, expect, test } from 'vitest';
import { armClients } from '../../../lib/azure/arm-clients.ts';
import { azureCdn } from '../../../lib/azure/azure-cdn.ts';
import type { CdnPurge } from '../../../local/arm/index.ts';
import { cdnContract } from '../../contracts/cdn.ts';
import { resourceGroup, subscription } from '../../local/arm/support/sdk-clients.ts';
import { startTestArm } from '../../local/arm/support/start-test-arm.ts';
import { FakeCdn } from '../../support/fakes/fake-outside.ts';

const frontDoor = { kind: 'frontDoor', profile: 'edge', endpoint: 'blog' } as const;

async function started(purgeSeconds = 0) {
  const purges: CdnPurge[] = [];
  const arm = await startTestArm({ purgeSeconds, onPurge: (purge) => void purges.push(purge) });
  const cdn = azureCdn(armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: arm.origin }));
  return { arm, cdn, purges };
}

cdnContract('the stand-in of Azure, through the SDK', async (behaviour) => {
  const { arm, cdn, purges } = await started(behaviour === 'slow' ? 600 : 0);
  if (behaviour === 'out') arm.faults.add({ kind: 'purgeFailure' });
  return { cdn, purgedPaths: () => purges.flatMap(({ contentPaths }) => contentPaths) };
});
cdnContract('memory', async (behaviour) => {
  const cdn = new FakeCdn();
  cdn.isSlow = behaviour === 'slow';
  cdn.isOut = behaviour === 'out';
  return { cdn, purgedPaths: () => cdn.purged.flatMap(({ paths }) => paths) };
});

describe('a purge', () => {
  test('of Front Door names paths and domains, and is seen to end', async () => {
    const { cdn, purges } = await started();
    const target = { ...frontDoor, domains: ['blog.example.com'] };
    expect(await cdn.purge(target, ['/', '/index.html'], 10)).toEqual({ kind: 'purged', paths: 2 });
    expect(purges).toEqual([
      {
        kind: 'frontDoor',
        profile: 'edge',
        endpoint: 'blog',
        contentPaths: ['/', '/index.html'],
        domains: ['blog.example.com'],
      },
    ]);
  });

  test('of the classic CDN works the same', async () => {
    const { cdn, purges } = await started();
    const target = { kind: 'classic', profile: 'old', endpoint: 'blog' } as const;
    expect(await cdn.purge(target, ['/*'], 10)).toEqual({ kind: 'purged', paths: 1 });
    expect(purges).toMatchObject([{ kind: 'classic', profile: 'old', contentPaths: ['/*'] }]);
  });

  test('of more than a hundred paths is split', async () => {
    const { cdn, purges } = await started();
    const paths = Array.from({ length: 250 }, (_, n) => `/${n}.html`);
    expect(await cdn.purge(frontDoor, paths, 10)).toEqual({ kind: 'purged', paths: 250 });
    expect(purges.map(({ contentPaths }) => contentPaths.length)).toEqual([100, 100, 50]);
    expect(purges.flatMap(({ contentPaths }) => contentPaths)).toEqual(paths);
  });

  test('that takes longer than the wait goes on unwatched', async () => {
    const { cdn } = await started(600);
    expect(await cdn.purge(frontDoor, ['/*'], 0.2)).toEqual({ kind: 'requested', paths: 1 });
    expect(await cdn.purge(frontDoor, ['/*'], 0)).toEqual({ kind: 'requested', paths: 1 });
  });

  test('that fails is unavailable, with the reason', async () => {
    const { arm, cdn } = await started();
    arm.faults.add({ kind: 'purgeFailure' });
    await expect(cdn.purge(frontDoor, ['/*'], 10)).rejects.toMatchObject({
      code: 'azure-unavailable',
      message: expect.stringContaining('could not be propagated'),
    });
  });

  test('that is throttled is unavailable at once', async () => {
    const { arm, cdn } = await started();
    arm.faults.add({ kind: 'throttle', retryAfterSeconds: 600 });
    await expect(cdn.purge(frontDoor, ['/*'], 10)).rejects.toMatchObject({ code: 'azure-unavailable' });
  });

  test('of a wrong path is refused', async () => {
    const { cdn } = await started();
    await expect(cdn.purge(frontDoor, ['no-slash'], 10)).rejects.toMatchObject({ code: 'azure-refused' });
  });

  test('of a site without a CDN is nothing', async () => {
    const cdn = azureCdn(
      armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: 'http://127.0.0.1:1' }),
    );
    expect(await cdn.purge({ kind: 'none' }, ['/*'], 10)).toEqual({ kind: 'noCdn' });
  });
});
