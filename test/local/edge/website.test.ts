import { describe, expect, test } from 'vitest';
import { docs, startedEdge } from './edge-fixture.ts';

describe('the website endpoint', () => {
  test('answers folders with their index document, with and without the slash', async () => {
    const { put, get } = await startedEdge();
    await put('index.html', 'home');
    await put('about/index.html', 'about');
    expect(await get('/')).toMatchObject({ status: 200, body: 'home' });
    expect(await get('/about/')).toMatchObject({ status: 200, body: 'about' });
    expect(await get('/about')).toMatchObject({ status: 200, body: 'about' });
    expect(await get('/about/index.html')).toMatchObject({ status: 200, body: 'about' });
  });

  test("passes the blob's headers on", async () => {
    const { service, get } = await startedEdge();
    await service
      .getContainerClient('site-blog')
      .getBlockBlobClient('a.css')
      .upload('body{}', 6, {
        blobHTTPHeaders: {
          blobContentType: 'text/css; charset=utf-8',
          blobCacheControl: 'public, max-age=31536000, immutable',
          blobContentLanguage: 'en',
          blobContentDisposition: 'inline',
        },
      });
    expect((await get('/a.css')).headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-language': 'en',
      'content-disposition': 'inline',
      'content-length': '6',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^".+"$/),
      'last-modified': expect.stringContaining('GMT'),
    });
  });

  test("answers what is missing with the site's own 404 page, or a plain one", async () => {
    const { put, get } = await startedEdge();
    expect(await get('/none')).toMatchObject({
      status: 404,
      body: expect.stringContaining('no <code>404.html</code>'),
    });
    await put('404.html', 'lost');
    expect(await get('/none')).toMatchObject({ status: 404, body: 'lost' });
    expect(await get('/INDEX.html')).toMatchObject({ status: 404, body: 'lost' });
    expect((await get('/none', { headers: { range: 'bytes=0-1' } })).body).toBe('lost');
  });

  test('decodes names and refuses what cannot be decoded', async () => {
    const { put, get } = await startedEdge();
    await put('über uns/index.html', 'us');
    expect((await get('/%C3%BCber%20uns/')).body).toBe('us');
    expect((await get('/%ff/')).status).toBe(400);
  });

  test('answers HEAD without a body, and nothing but GET and HEAD', async () => {
    const { put, get } = await startedEdge();
    await put('index.html', 'home');
    const head = await get('/', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '4' } });
    expect(await get('/', { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
  });

  test('answers 304 to a client that has the content', async () => {
    const { put, get } = await startedEdge();
    await put('index.html', 'home');
    const first = await get('/');
    const etag = first.headers.etag ?? '';
    const again = await get('/', { headers: { 'if-none-match': `"x", W/${etag}` } });
    expect(again).toMatchObject({
      status: 304,
      body: '',
      headers: { etag, 'cache-control': first.headers['cache-control'] },
    });
    expect((await get('/', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    const since = { 'if-modified-since': first.headers['last-modified'] ?? '' };
    expect((await get('/', { headers: since })).status).toBe(304);
  });

  test.each([
    ['bytes=2-4', 206, 'cde', 'bytes 2-4/10'],
    ['bytes=7-', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=-3', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=8-99', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=4-2', 200, 'abcdefghij', undefined],
    ['bytes=0-1,4-5', 200, 'abcdefghij', undefined],
  ])('answers range %s with %i', async (range, status, body, contentRange) => {
    const { put, get } = await startedEdge();
    await put('a.txt', 'abcdefghij');
    const answer = await get('/a.txt', { headers: { range } });
    expect(answer).toMatchObject({ status, body });
    expect(answer.headers['content-range']).toBe(contentRange);
  });
});

describe('the host of a request', () => {
  test('selects the site, in any case and with any port', async () => {
    const { put, get } = await startedEdge();
    await put('index.html', 'blog');
    await put('index.html', 'docs', undefined, docs);
    for (const host of [
      'blog.localhost',
      'Blog.Localhost:7072',
      'blog.localhost:1',
      'www.example.com',
      '127.0.0.1:80',
      'localhost',
    ]) {
      expect((await get('/', { host })).body).toBe('blog');
    }
    expect((await get('/', { host: 'docs.localhost' })).body).toBe('docs');
  });

  test('that no site has is answered with the list of sites', async () => {
    const { edge, get } = await startedEdge();
    const answer = await get('/', { host: '<b>.localhost' });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain(`http://docs.localhost:${edge.port}/`);
    expect(answer.body).not.toContain('<b>.localhost');
  });
});

test('a site that was never published says so', async () => {
  const { service, get } = await startedEdge();
  await service.deleteContainer('site-blog');
  expect(await get('/')).toMatchObject({
    status: 404,
    body: expect.stringContaining('has not been published yet'),
  });
});

test('a storage that does not answer gives 502 and is not remembered', async () => {
  const lines: string[] = [];
  const { storage, get } = await startedEdge({ log: (line) => lines.push(line) });
  await storage.stop();
  expect((await get('/')).status).toBe(502);
  expect((await get('/')).status).toBe(502);
  expect(lines).toHaveLength(2);
});

test('a port that is taken is named', async () => {
  const { edge } = await startedEdge();
  await expect(startedEdge({ port: edge.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: expect.stringContaining(`${edge.port}`),
  });
});
