import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { cacheLifetime } from '../../../local/edge/cache-lifetime.ts';
import { EdgeCache } from '../../../local/edge/edge-cache.ts';
import { purgePaths } from '../../../local/edge/purge-paths.ts';
import type { SiteAnswer } from '../../../local/edge/site-answer.ts';
import { docs, startedEdge } from './edge-fixture.ts';

describe('the cache', () => {
  test('keeps a page until it is purged', async () => {
    const { put, get, purge, clock } = await startedEdge();
    await put('index.html', 'old');
    expect((await get('/')).headers['x-cache']).toBe('TCP_MISS');
    await put('index.html', 'new');
    clock.advanceBy(7_500);
    expect(await get('/?utm=1')).toMatchObject({ body: 'old', headers: { 'x-cache': 'TCP_HIT', age: '7' } });
    expect(await purge(['/'])).toBe(1);
    expect(await get('/')).toMatchObject({ body: 'new', headers: { 'x-cache': 'TCP_MISS' } });
  });

  test('keeps a page until it expires', async () => {
    const { put, get, clock } = await startedEdge();
    await put('index.html', 'old');
    await get('/');
    await put('index.html', 'new');
    clock.advanceBy(3_599_999);
    expect((await get('/')).body).toBe('old');
    clock.advanceBy(1);
    expect((await get('/')).body).toBe('new');
  });

  test('keeps 404 answers as well, so a page that is added must be purged too', async () => {
    const { put, get, purge } = await startedEdge();
    await put('404.html', 'lost');
    await get('/soon/');
    await put('soon/index.html', 'here');
    expect(await get('/soon/')).toMatchObject({ status: 404, headers: { 'x-cache': 'TCP_HIT' } });
    await purge(['/soon/']);
    expect(await get('/soon/')).toMatchObject({ status: 200, body: 'here' });
  });

  test('treats "/" and "/index.html" as two things', async () => {
    const { put, get, purge } = await startedEdge();
    await put('index.html', 'old');
    await Promise.all([get('/'), get('/index.html')]);
    await put('index.html', 'new');
    await purge(['/index.html']);
    expect((await get('/')).body).toBe('old');
    expect((await get('/index.html')).body).toBe('new');
  });

  test('does not keep what must not be kept, nor sites without a CDN', async () => {
    const { put, get } = await startedEdge();
    await put('index.html', 'old', 'private, max-age=60');
    expect((await get('/')).headers['x-cache']).toBe('PRIVATE_NOSTORE');
    await put('index.html', 'new', 'private, max-age=60');
    expect((await get('/')).body).toBe('new');
    await put('index.html', 'old', undefined, docs);
    expect((await get('/', { host: 'docs.localhost' })).headers['x-cache']).toBe('CONFIG_NOCACHE');
    await put('index.html', 'new', undefined, docs);
    expect((await get('/', { host: 'docs.localhost' })).body).toBe('new');
  });

  test('answers conditions and ranges from what it keeps', async () => {
    const { put, get } = await startedEdge();
    await put('a.txt', 'abcdef');
    const { etag = '' } = (await get('/a.txt')).headers;
    const unchanged = await get('/a.txt', { headers: { 'if-none-match': etag } });
    expect(unchanged).toMatchObject({ status: 304, headers: { 'x-cache': 'TCP_HIT' } });
    expect(await get('/a.txt', { headers: { range: 'bytes=1-2' } })).toMatchObject({
      body: 'bc',
      headers: { 'x-cache': 'TCP_HIT' },
    });
  });
});

describe('a purge', () => {
  test('reaches only the endpoint and the domains that it names', async () => {
    const { edge, put, get, purge } = await startedEdge();
    await put('index.html', 'old');
    await get('/');
    const request = { kind: 'frontDoor', contentPaths: ['/*'], domains: [] } as const;
    expect(await edge.purge({ ...request, profile: 'slipway', endpoint: 'shop' })).toBe(0);
    expect(await edge.purge({ ...request, kind: 'classic', profile: 'slipway', endpoint: 'blog' })).toBe(0);
    expect(await purge(['/*'], ['shop.example.com'])).toBe(0);
    expect(await purge(['/*'], ['WWW.example.com'])).toBe(1);
    await get('/');
    expect(await edge.purge({ ...request, profile: 'Slipway', endpoint: 'BLOG' })).toBe(1);
  });

  test.each([
    [['/a.html'], ['/a.html', '/A.HTML'], ['/b.html', '/a.html/', '/x/a.html']],
    [['/posts/*'], ['/posts/', '/posts/one/index.html', '/Posts/two'], ['/posts', '/post/']],
    [['/*'], ['/', '/anything/at/all'], []],
    [['/%C3%BCber/'], ['/über/'], ['/uber/', '/%c3%bcber/']],
    [['/100%25.html', '/a%2541'], ['/100%.html', '/a%41'], ['/aa']],
    [['/a+b%20c%23.html'], ['/a+b c#.html'], ['/a b c#.html']],
    [['/a', '/b/*'], ['/a', '/b/c'], ['/c']],
  ])('of %j covers these paths and no others', (contentPaths, covered, others) => {
    const covers = purgePaths(contentPaths);
    expect(covered.filter((path) => !covers(path))).toEqual([]);
    expect(others.filter(covers)).toEqual([]);
  });

  test('keeps an answer that is already on its way out of the cache', async () => {
    const cache = new EdgeCache(new VirtualClock(), 1_000_000);
    const loads: Array<(body: string) => void> = [];
    const load = () => new Promise<SiteAnswer>((resolve) => loads.push((body) => resolve(answer(body))));
    const early = cache.get('blog', '/', load);
    cache.purge('blog', () => true);
    const late = cache.get('blog', '/', load);
    loads[0]?.('old');
    expect((await early).answer.body.toString()).toBe('old');
    const during = cache.get('blog', '/', load);
    loads[1]?.('new');
    expect((await late).answer.body.toString()).toBe('new');
    expect((await during).answer.body.toString()).toBe('new');
    expect(await cache.get('blog', '/', load)).toMatchObject({
      cache: 'TCP_HIT',
      answer: { body: Buffer.from('new') },
    });
    expect(loads).toHaveLength(2);
  });
});

test('one request to the origin serves all who ask at the same time', async () => {
  const cache = new EdgeCache(new VirtualClock(), 1_000_000);
  let loads = 0;
  const load = async () => {
    loads += 1;
    return answer('once');
  };
  await Promise.all(Array.from({ length: 5 }, () => cache.get('blog', '/', load)));
  expect(loads).toBe(1);
});

test('a failure is told to all who asked, and not kept', async () => {
  const cache = new EdgeCache(new VirtualClock(), 1_000_000);
  const fail = () => Promise.reject(new Error('gone'));
  await expect(cache.get('blog', '/', fail)).rejects.toThrow('gone');
  expect((await cache.get('blog', '/', async () => answer('back'))).answer.body.toString()).toBe('back');
});

test('what was used least recently makes room', async () => {
  const cache = new EdgeCache(new VirtualClock(), 3 * 1_512);
  const loaded: string[] = [];
  const ask = (path: string) =>
    cache.get('blog', path, async () => {
      loaded.push(path);
      return answer('x'.repeat(1_000));
    });
  for (const path of ['/a', '/b', '/c', '/a', '/d', '/a', '/c', '/b']) await ask(path);
  expect(loaded).toEqual(['/a', '/b', '/c', '/d', '/b']);
  await cache.get('blog', '/huge', async () => answer('x'.repeat(10_000)));
  expect((await ask('/b')).cache).toBe('TCP_HIT');
});

test.each([
  [undefined, 86_400],
  ['public', 86_400],
  ['public, max-age=300', 300],
  ['max-age=0, s-maxage=3600, must-revalidate', 3_600],
  ['S-MaxAge="60"', 60],
  ['max-age=0', 0],
  ['no-store', undefined],
  ['private, max-age=300', undefined],
  ['no-cache', undefined],
])('"%s" may be kept for %s s', (cacheControl, seconds) => {
  expect(cacheLifetime(cacheControl)).toBe(seconds);
});

function answer(body: string): SiteAnswer {
  return { status: 200, headers: { 'cache-control': 'max-age=60' }, body: Buffer.from(body) };
}
