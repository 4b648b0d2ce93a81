import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { liveSites } from '../../../lib/http/live-sites.ts';
import { liveSitesContract } from '../../contracts/live-sites.ts';
import { aManifest, aSite } from '../../support/builders.ts';
import { FakeCatalogs, FakeLiveSites } from '../../support/fakes/fake-outside.ts';
import { FakeReleases } from '../../support/fakes/fake-releases.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function serving(status: number, text: string, headers: Record<string, string> = {}) {
  const requests: Array<{ host: string | undefined; encoding: string | undefined }> = [];
  const port = await listening((request, response) => {
    requests.push({ host: request.headers.host, encoding: String(request.headers['accept-encoding']) });
    response.writeHead(status, headers).end(text);
  });
  return { port, requests };
}

async function listening(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

liveSitesContract('HTTP', async () => {
  let page: string | undefined;
  const port = await listening((_request, response) => {
    response.writeHead(page === undefined ? 404 : 200).end(page);
  });
  return {
    liveSites: liveSites(),
    url: `http://127.0.0.1:${port}/`,
    deadUrl: 'http://127.0.0.1:1/',
    serve(text) {
      page = text;
      return sha256(text);
    },
  };
});
liveSitesContract('memory', async () => {
  const releases = new FakeReleases();
  const site = aSite();
  return {
    liveSites: new FakeLiveSites(releases, new FakeCatalogs([site])),
    url: site.url,
    deadUrl: 'https://nobody.example.com/',
    serve(text) {
      const { header, files } = aManifest('one', { 'index.html': text });
      releases.putLive(site, files);
      return header.frontPage ?? '';
    },
  };
});

describe('a live page', () => {
  test('is fetched as it is, with what the cache says', async () => {
    const { port, requests } = await serving(200, '<h1>grün</h1>', { 'x-cache': 'TCP_HIT' });
    expect(await liveSites().fetchPage(`http://127.0.0.1:${port}/`)).toEqual({
      status: 200,
      sha256: sha256('<h1>grün</h1>'),
      cache: 'TCP_HIT',
    });
    expect(requests).toEqual([{ host: `127.0.0.1:${port}`, encoding: 'identity' }]);
  });

  test('that is not there, or elsewhere, is an answer too: no redirect is followed', async () => {
    const missing = await serving(404, 'none');
    expect(await liveSites().fetchPage(`http://127.0.0.1:${missing.port}/`)).toEqual({
      status: 404,
      sha256: sha256('none'),
    });
    const moved = await serving(301, '', { location: `http://127.0.0.1:${missing.port}/` });
    expect(await liveSites().fetchPage(`http://127.0.0.1:${moved.port}/`)).toMatchObject({ status: 301 });
    expect(missing.requests).toHaveLength(1);
  });

  test('that nobody serves is an error', async () => {
    await expect(liveSites().fetchPage('http://127.0.0.1:1/')).rejects.toThrow(/ECONNREFUSED/);
  });
});
