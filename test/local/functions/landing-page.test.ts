import { app } from '@azure/functions';
import { expect, test } from 'vitest';
import { startHost } from './start-host.ts';

async function landingPage(): Promise<string> {
  const host = await startHost({
    app: {
      register: () => {
        app.http('zebraList', { route: 'animals', methods: ['GET'], handler: () => ({}) });
        app.http('antShow', { route: 'zoo/{id}', methods: ['GET'], handler: () => ({}) });
        app.http('zebraAdd', { route: 'animals/new', methods: ['POST'], handler: () => ({}) });
        app.timer('feed', { schedule: '0 0 6 * * *', handler: () => {} });
      },
    },
  });
  const response = await fetch(`${host.origin}/`);
  expect(response.status).toBe(200);
  return response.text();
}

test('the page at the root links what a browser can open, and nothing else', async () => {
  const page = await landingPage();
  expect([...page.matchAll(/href="([^"]*)"/g)].map(([, path]) => path)).toEqual(['/api/animals']);
});

test('the page at the root shows requests by path, then what no request calls', async () => {
  const page = await landingPage();
  const places = ['/api/animals<', '/api/animals/new', '/api/zoo/{id}', 'no request calls', 'feed'];
  const found = places.map((text) => page.indexOf(text));
  expect(found).not.toContain(-1);
  expect(found).toEqual([...found].sort((a, b) => a - b));
});
