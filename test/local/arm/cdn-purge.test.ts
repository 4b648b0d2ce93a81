import { expect, test } from 'vitest';
import type { CdnPurge } from '../../../local/arm/index.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { resourceGroup } from './support/sdk-clients.ts';
import { startTestArm } from './support/start-test-arm.ts';

const quick = { updateIntervalInMs: 1 };

test('tells the edge of a Front Door purge and then succeeds', async () => {
  const purges: CdnPurge[] = [];
  const arm = await startTestArm({ purgeSeconds: 0.01, onPurge: (purge) => void purges.push(purge) });
  await arm.cdn.afdEndpoints.beginPurgeContentAndWait(
    resourceGroup,
    'profile',
    'blog',
    { contentPaths: ['/', '/posts/*'], domains: ['www.example.com'] },
    quick,
  );
  expect(purges).toEqual([
    {
      kind: 'frontDoor',
      profile: 'profile',
      endpoint: 'blog',
      contentPaths: ['/', '/posts/*'],
      domains: ['www.example.com'],
    },
  ]);
});

test('tells the edge of a classic purge, whose client asks for the endpoint at the end', async () => {
  const purges: CdnPurge[] = [];
  const asked: string[] = [];
  const arm = await startTestArm({ purgeSeconds: 0.01, onPurge: (purge) => void purges.push(purge) });
  await arm.cdn.endpoints.beginPurgeContentAndWait(
    resourceGroup,
    'profile',
    'blog',
    { contentPaths: ['/*'] },
    { ...quick, onResponse: (response) => void asked.push(response.request.url) },
  );
  expect(purges).toEqual([
    { kind: 'classic', profile: 'profile', endpoint: 'blog', contentPaths: ['/*'], domains: [] },
  ]);
  expect(asked.at(-1)).toContain('/profileresults/profile/endpointresults/blog?');
});

test('runs purges of one endpoint one after the other and those of another beside them', async () => {
  const clock = new VirtualClock();
  const purged: string[] = [];
  const arm = await startTestArm({
    clock,
    purgeSeconds: 60,
    onPurge: ({ contentPaths }) => void purged.push(contentPaths.join()),
  });
  const purge = (endpoint: string, path: string) =>
    arm.cdn.afdEndpoints.beginPurgeContent(resourceGroup, 'p', endpoint, { contentPaths: [path] }, quick);
  const first = await purge('blog', '/1');
  const second = await purge('blog', '/2');
  const other = await purge('docs', '/3');
  clock.advanceBy(59_999);
  expect(purged).toEqual([]);
  clock.advanceBy(1);
  await first.pollUntilDone();
  await other.pollUntilDone();
  expect(purged).toEqual(['/1', '/3']);
  await second.poll();
  expect(second.isDone()).toBe(false);
  clock.advanceBy(60_000);
  await second.pollUntilDone();
  expect(purged).toEqual(['/1', '/3', '/2']);
});

test('fails a purge that the edge could not carry out', async () => {
  const arm = await startTestArm({
    purgeSeconds: 0,
    onPurge: () => {
      throw new Error('the edge is down');
    },
  });
  await expect(
    arm.cdn.afdEndpoints.beginPurgeContentAndWait(resourceGroup, 'p', 'e', { contentPaths: ['/'] }, quick),
  ).rejects.toThrow('InternalServerError. the edge is down');
});

test.each([
  { what: 'no path', body: { contentPaths: [] } },
  { what: 'a URL', body: { contentPaths: ['https://www.example.com/'] } },
  { what: 'a wildcard inside', body: { contentPaths: ['/posts/*/index.html'] } },
  { what: 'a wildcard in a name', body: { contentPaths: ['/posts/a*'] } },
  { what: 'more than 100 paths', body: { contentPaths: Array.from({ length: 101 }, (_, n) => `/${n}`) } },
  { what: 'a wildcard domain', body: { contentPaths: ['/'], domains: ['*.example.com'] } },
])('refuses a purge with $what', async ({ body }) => {
  const arm = await startTestArm();
  await expect(arm.cdn.afdEndpoints.beginPurgeContent(resourceGroup, 'p', 'e', body)).rejects.toMatchObject({
    statusCode: 400,
    code: 'BadRequest',
  });
});
