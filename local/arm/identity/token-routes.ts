import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { UnsecuredJWT } from 'jose';
import type { Clock } from '../../clock.ts';
import type { Faults } from '../faults/faults.ts';

/** Where a managed identity's tokens are got, as App Service tells it: IDENTITY_ENDPOINT and IDENTITY_HEADER. */
export type IdentitySettings = { endpoint: string; header: string };

export const identityPath = '/msi/token';
const tenantId = '00000000-0000-4000-8000-000000000001';
const principalId = '00000000-0000-4000-8000-000000000002';
/** The service's tokens are valid for a day. */
const lifetimeSeconds = 24 * 60 * 60;

export function newIdentityHeader(): string {
  return randomBytes(24).toString('hex');
}

/** The token endpoint of a managed identity. Its tokens are unsigned: nothing local checks signatures. */
export function tokenRoutes(header: string, clock: Clock, faults: Faults): Hono {
  const routes = new Hono();
  routes.get(identityPath, (context) => {
    const given = context.req.header('x-identity-header') ?? '';
    if (!equal(given, header)) {
      return context.json(
        { statusCode: 401, message: 'The header X-IDENTITY-HEADER is missing or wrong.' },
        401,
      );
    }
    const { resource, client_id: clientId = principalId } = context.req.query();
    if (!resource) return context.json({ statusCode: 400, message: 'The query has no resource.' }, 400);
    if (faults.isLasting('identityNotReady', clientId)) {
      return context.json({ statusCode: 503, message: 'The identity is not ready yet.' }, 503);
    }
    const nowSeconds = Math.floor(clock.now() / 1000);
    const expiresOn = nowSeconds + lifetimeSeconds;
    const token = new UnsecuredJWT({ oid: principalId, appid: clientId, tid: tenantId })
      .setAudience(resource)
      .setIssuer(`https://sts.windows.net/${tenantId}/`)
      .setSubject(principalId)
      .setIssuedAt(nowSeconds)
      .setNotBefore(nowSeconds)
      .setExpirationTime(expiresOn)
      .encode();
    return context.json({
      access_token: token,
      expires_on: String(expiresOn),
      resource,
      token_type: 'Bearer',
      client_id: clientId,
    });
  });
  return routes;
}

function equal(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
