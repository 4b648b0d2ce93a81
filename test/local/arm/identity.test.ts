import { ManagedIdentityCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { startTestArm } from './support/start-test-arm.ts';

test('gives the managed identity credential its tokens', async () => {
  const arm = await startTestArm();
  const saved = { ...process.env };
  onTestFinished(() => {
    process.env = saved;
  });
  process.env.IDENTITY_ENDPOINT = arm.identity.endpoint;
  process.env.IDENTITY_HEADER = arm.identity.header;
  const credential = new ManagedIdentityCredential({ clientId: 'the-client' });
  const { token, expiresOnTimestamp } = await credential.getToken('https://management.azure.com/.default');
  expect(decodeJwt(token)).toMatchObject({ aud: 'https://management.azure.com', appid: 'the-client' });
  expect(expiresOnTimestamp).toBeGreaterThan(Date.now() + 3_600_000);
});

test('refuses a request without its header or without resource', async () => {
  const arm = await startTestArm();
  const { endpoint, header } = arm.identity;
  expect((await fetch(`${endpoint}?resource=x`)).status).toBe(401);
  expect((await fetch(`${endpoint}?resource=x`, { headers: { 'x-identity-header': 'wrong' } })).status).toBe(
    401,
  );
  expect((await fetch(endpoint, { headers: { 'x-identity-header': header } })).status).toBe(400);
});
