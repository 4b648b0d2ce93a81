import { describe, expect, test } from 'vitest';
import { isOfForeignPage } from '../../../local/functions/http/foreign-page.ts';
import { rawRequest } from './raw-http.ts';
import { startHost } from './start-host.ts';

describe('a request of a page', () => {
  test.each([
    ['POST', 'https://evil.test', true],
    ['PUT', 'http://evil.test:7071', true],
    ['DELETE', 'null', true],
    ['POST', 'http://localhost.evil.test', true],
    ['POST', 'http://127.0.0.1.evil.test', true],
    // A published site: whoever writes to its repository writes its pages.
    ['POST', 'http://blog.localhost:7072', true],
    ['POST', 'http://localhost:5173', false],
    ['POST', 'http://127.0.0.1:7071', false],
    ['POST', 'http://[::1]:7071', false],
    ['POST', undefined, false],
    ['GET', 'https://evil.test', false],
    ['OPTIONS', 'https://evil.test', false],
  ])('%s at %s is foreign: %s', (method, origin, isForeign) => {
    expect(isOfForeignPage({ method, headers: origin === undefined ? {} : { origin } }, undefined)).toBe(
      isForeign,
    );
  });

  test.each([[['https://app.test']], [['*']]])('is let in where CORS names %j', (origins) => {
    const request = { method: 'POST', headers: { origin: 'https://app.test' } };
    expect(isOfForeignPage(request, { origins, credentials: false })).toBe(false);
  });
});

test('a page from elsewhere changes nothing on a host that asks for no key, and the log says what to do', async () => {
  const host = await startHost();
  const post = (origin: string) => rawRequest(host.port, 'POST', '/api/hello', [`Origin: ${origin}`]);
  expect((await post('https://evil.test')).status).toBe(403);
  expect(host.logText()).toContain('https://evil.test');
  expect((await post('http://localhost:3000')).status).toBe(200);
});

test('where keys are asked for, they decide, as on Azure', async () => {
  const host = await startHost({ enforceKeys: true });
  expect((await rawRequest(host.port, 'POST', '/api/hello', ['Origin: https://evil.test'])).status).toBe(200);
});
