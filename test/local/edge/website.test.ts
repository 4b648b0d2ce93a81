import { describe, expect, test } from 'vitest';
import type { EdgeSite } from '../../../local/edge/site-answer.ts';
import { blog, docs, startedEdge } from './edge-fixture.ts';

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

  test.each(['100%.html', 'a b.html', 'a+b.html', 'c#.html', 'what?.html', 'größe/日本.html', 'a%20b.html'])(
    'finds the file "%s" by its encoded name',
    async (name) => {
      const { put, get } = await startedEdge();
      await put(name, name);
      expect((await get(`/${name.split('/').map(encodeURIComponent).join('/')}`)).body).toBe(name);
    },
  );

  test('streams a file that is too large to be held, whole or in part', async () => {
    const { service, get } = await startedEdge();
    const size = 5_000_000;
    const content = Buffer.alloc(size, 'x');
    content.write('end', size - 3);
    await service.getContainerClient('site-blog').getBlockBlobClient('film.mp4').upload(content, size);
    const whole = await get('/film.mp4');
    expect(whole).toMatchObject({ status: 200, headers: { 'content-length': `${size}` } });
    expect(whole.body.length).toBe(size);
    expect((await get('/film.mp4')).headers['x-cache']).toBe('TCP_MISS');
    expect(await get('/film.mp4', { headers: { range: 'bytes=-4' } })).toMatchObject({
      status: 206,
      body: 'xend',
      headers: { 'content-range': `bytes ${size - 4}-${size - 1}/${size}` },
    });
    const head = await get('/film.mp4', { method: 'HEAD' });
    expect(head).toMatchObject({ body: '', headers: { 'content-length': `${size}` } });
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

describe('a site whose URL has a path', () => {
  const notes: EdgeSite = { ...blog, name: 'notes', url: 'http://notes.localhost:7072/docs/' };

  test('is served below that path, and nowhere else', async () => {
    const { put, get, edge } = await startedEdge({ list: [notes] });
    await put('index.html', 'home');
    await put('a/index.html', 'a');
    await put('404.html', 'lost');
    const host = 'notes.localhost';
    expect(await get('/docs/', { host })).toMatchObject({ status: 200, body: 'home' });
    expect((await get('/docs', { host })).body).toBe('home');
    expect((await get('/docs/a/', { host })).body).toBe('a');
    expect(await get('/docs/none', { host })).toMatchObject({ status: 404, body: 'lost' });
    for (const path of ['/', '/a/', '/docsx/']) {
      const answer = await get(path, { host });
      expect(answer.status).toBe(404);
      expect(answer.body).toContain(`http://notes.localhost:${edge.port}/docs/`);
    }
  });

  test('is purged by the paths that visitors see', async () => {
    const { put, get, purge } = await startedEdge({ list: [notes] });
    const host = 'notes.localhost';
    await put('a.html', 'old');
    await get('/docs/a.html', { host });
    await put('a.html', 'new');
    expect(await purge(['/a.html'])).toBe(0);
    expect(await purge(['/docs/a.html'])).toBe(1);
    expect((await get('/docs/a.html', { host })).body).toBe('new');
  });

  test('may share its host with others; the longest path wins', async () => {
    const root: EdgeSite = { ...docs, name: 'root', url: 'http://notes.localhost:7072/' };
    const { put, get } = await startedEdge({ list: [root, notes] });
    await put('docs/index.html', 'of the root', undefined, root);
    await put('index.html', 'root', undefined, root);
    await put('index.html', 'notes', undefined, notes);
    const host = 'notes.localhost';
    expect((await get('/', { host })).body).toBe('root');
    expect((await get('/docs/', { host })).body).toBe('notes');
  });
});

describe('sites that share one container', () => {
  const shared = (name: string, prefix: string, path = '/'): EdgeSite => ({
    name,
    container: '$web',
    prefix,
    url: `http://${name}.localhost:7072${path}`,
    cdn: { kind: 'frontDoor', profile: 'slipway', endpoint: name },
  });

  test('are folders of it, each at its own URL', async () => {
    const [one, two] = [shared('one', 'sites/one/'), shared('two', 'sites/two/', '/docs/')];
    const { put, get } = await startedEdge({ list: [one, two] });
    for (const [name, text] of Object.entries({
      'sites/one/index.html': 'one',
      'sites/one/a/index.html': 'a of one',
      'sites/two/index.html': 'two',
      'index.html': 'nobody',
    })) {
      await put(name, text, undefined, one);
    }
    expect((await get('/', { host: 'one.localhost' })).body).toBe('one');
    expect((await get('/a/', { host: 'one.localhost' })).body).toBe('a of one');
    expect((await get('/docs/', { host: 'two.localhost' })).body).toBe('two');
    for (const path of [
      '/../two/index.html',
      '/%2e%2e/two/',
      '/a/../../../site-docs/index.html',
      '/./index.html',
    ])
      expect((await get(path, { host: 'one.localhost' })).status).toBe(404);
  });

  test('share one 404 page at the root of the account', async () => {
    const { put, get } = await startedEdge({ list: [shared('one', 'sites/one/')] });
    await put('sites/one/404.html', 'its own', undefined, shared('one', 'sites/one/'));
    const host = 'one.localhost';
    expect((await get('/none', { host })).body).toContain('no <code>404.html</code>');
    await put('404.html', 'of the account', undefined, shared('one', 'sites/one/'));
    // The first answer is one of the edge's own and was not kept.
    expect(await get('/none', { host })).toMatchObject({ status: 404, body: 'of the account' });
  });

  test('are purged one by one', async () => {
    const [one, two] = [shared('one', 'one/'), shared('two', 'two/')];
    const { put, get, edge } = await startedEdge({ list: [one, two] });
    for (const site of [one, two]) {
      await put(`${site.prefix}a.html`, 'old', undefined, site);
      await get('/a.html', { host: `${site.name}.localhost` });
      await put(`${site.prefix}a.html`, 'new', undefined, site);
    }
    const purge = { kind: 'frontDoor', profile: 'slipway', endpoint: 'one', domains: [] } as const;
    expect(await edge.purge({ ...purge, contentPaths: ['/a.html'] })).toBe(1);
    expect((await get('/a.html', { host: 'one.localhost' })).body).toBe('new');
    expect((await get('/a.html', { host: 'two.localhost' })).body).toBe('old');
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
