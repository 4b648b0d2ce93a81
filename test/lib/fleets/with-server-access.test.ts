import { expect, test } from 'vitest';
import { callbackTokens } from '../../../lib/callback-tokens.ts';
import { verifyServerToken } from '../../../lib/fleets/server-tokens.ts';
import { withServerAccess } from '../../../lib/fleets/with-server-access.ts';
import { Secret } from '../../../lib/secret.ts';

const now = new Date('2026-01-01T00:00:00Z');
const tokens = callbackTokens(new Secret('s'.repeat(32)), { now: () => now });
const container = {
  name: 'main',
  image: 'demo/server:1',
  cpu: 1,
  memoryGb: 1,
  environment: { MODE: 'duel' },
  secrets: {},
};
const server = { fleet: 'arena', server: 'arena-1', number: 1, expiresAt: new Date('2026-01-02T00:00:00Z') };

async function accessOf(api2018: boolean) {
  const settings = { publicUrl: 'https://slipway.test', resourceGroup: 'games', api2018 };
  const { containers } = await withServerAccess({ settings, tokens }, { containers: [container] }, server);
  return { environment: containers[0]?.environment, secrets: containers[0]?.secrets ?? {} };
}

test('a server finds where it tells of itself, and a token for itself alone', async () => {
  const { environment, secrets } = await accessOf(false);
  expect(environment).toEqual({
    MODE: 'duel',
    SLIPWAY_FLEET: 'arena',
    SLIPWAY_SERVER: 'arena-1',
    SLIPWAY_SERVER_URL: 'https://slipway.test/api/fleets/arena/servers/arena-1',
  });
  expect(Object.keys(secrets)).toEqual(['SLIPWAY_SERVER_TOKEN']);
  await verifyServerToken(tokens, secrets.SLIPWAY_SERVER_TOKEN ?? '', { fleet: 'arena', server: 'arena-1' });
});

test('a server finds what the Build 2018 sample gave it, where a setting says so', async () => {
  const { environment, secrets } = await accessOf(true);
  expect(environment).toMatchObject({ RESOURCE_GROUP: 'games', CONTAINER_GROUP_NAME: 'arena-1' });
  expect(secrets.ACI_SET_SESSIONS_URL).toBe(
    `https://slipway.test/api/2018/ACISetSessions?code=${secrets.SLIPWAY_SERVER_TOKEN}`,
  );
});
