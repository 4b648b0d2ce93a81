import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/identity';
import { afterAll, beforeAll } from 'vitest';
import type { StorageAccess } from '../../lib/azure/storage-account.ts';
import { type AzuriteServer, createAzurite } from '../../local/storage/azurite.ts';
import { developmentAccount } from '../../local/storage/development-account.ts';

export type SecuredStorage = { uri: string; access: Required<StorageAccess> };

/**
 * A service of a storage as the templates make it, for all tests of a file: over TLS, for whoever has a token of an identity. It is
 * known when the tests run.
 */
export function useSecuredStorage(service: 'blob' | 'table'): () => SecuredStorage {
  let storage: SecuredStorage | undefined;
  const directory = mkdtempSync(join(tmpdir(), 'slipway-tls-'));
  const tls = { certificate: join(directory, 'certificate.pem'), key: join(directory, 'key.pem') };
  let server: AzuriteServer | undefined;
  beforeAll(async () => {
    makeCertificate(tls);
    server = createAzurite({ service, host: '127.0.0.1', port: 0, directory: undefined, tls });
    await server.start();
    const { port } = server.httpServer.address() as AddressInfo;
    storage = {
      uri: `https://127.0.0.1:${port}/${developmentAccount.name}`,
      access: { credential: identity, tlsOptions: { ca: readFileSync(tls.certificate, 'utf8') } },
    };
  });
  afterAll(async () => {
    server?.httpServer.closeAllConnections();
    await server?.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return () => {
    if (!storage) throw new Error('The storage is not there before the tests run.');
    return storage;
  };
}

function makeCertificate({ certificate, key }: { certificate: string; key: string }): void {
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
      ],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
}

/** Azurite looks at what a token says, and not at who signed it. */
const identity: TokenCredential = {
  async getToken() {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      aud: 'https://storage.azure.com',
      iss: 'https://sts.windows.net/11111111-1111-4111-8111-111111111111/',
      iat: now - 60,
      nbf: now - 60,
      exp: now + 3_600,
      oid: '22222222-2222-4222-8222-222222222222',
      tid: '11111111-1111-4111-8111-111111111111',
    };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return {
      token: `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.signature`,
      expiresOnTimestamp: claims.exp * 1_000,
    };
  },
};
