import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as df from 'durable-functions';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { CookieJar } from '../../../local/durable/runtime/http-calls/cookie-jar.ts';
import { readSetCookie } from '../../../local/durable/runtime/http-calls/read-set-cookie.ts';
import { openEngine } from './support/open-engine.ts';

const url = new URL('http://one.example.com/in/page');

function jar(...cookies: string[]): {
  sent(to?: string): string | undefined;
  clock: VirtualClock;
  take(...more: string[]): void;
} {
  const clock = new VirtualClock();
  const held = new CookieJar(clock);
  const take = (...more: string[]): void => held.take(url, more, 'a');
  take(...cookies);
  return { clock, take, sent: (to = url.href) => held.send(new URL(to), 'a').header };
}

test('a cookie of a domain goes to all its hosts, one without to its own alone', () => {
  const { sent } = jar('a=1; domain=.example.com; path=/', 'b=2; path=/', 'c=3; domain=other.com; path=/');
  expect(sent('http://one.example.com:8080/')).toBe('a=1; b=2');
  expect(sent('http://two.example.com/')).toBe('a=1');
  expect(sent('http://example.com/')).toBe('a=1');
  expect(sent('http://anexample.com/')).toBeUndefined();
});

test('a secure cookie waits for HTTPS, an empty path is the root', () => {
  const { sent } = jar('a=1; secure; path=/', 'b=2; path=');
  expect(sent('http://one.example.com/')).toBe('b=2');
  expect(sent('https://one.example.com/')).toBe('a=1; b=2');
});

test("a cookie's age counts on the engine's clock", () => {
  const { sent, clock } = jar('a=1; max-age=60', 'b=2');
  clock.advanceBy(59_000);
  expect(sent()).toBe('a=1; b=2');
  clock.advanceBy(1_000);
  expect(sent()).toBe('b=2');
});

test('of one host twenty cookies are kept', () => {
  const { sent, take } = jar();
  for (let number = 1; number <= 22; number += 1) take(`c${number}=${number}`);
  expect(sent()?.split('; ')).toHaveLength(20);
  expect(sent()).toMatch(/^c3=3;.*c22=22$/);
});

test.each([
  ['a=1, b=2; path=/x', ['a=1', 'b=2']],
  ['a=1; expires=Thu, 01 Jan 2099 00:00:00 GMT, b=2', ['a=1', 'b=2']],
  ['a="x, y; z"; path=/', ['a="x, y; z"']],
  ['', []],
  [';;', []],
])('%j holds %j', (header, cookies) => {
  expect(readSetCookie(header).map(({ name, value }) => `${name}=${value}`)).toEqual(cookies);
});

test('an instance that sends the cookie of another is told of, as all share them on Azure', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.cookie);
    response.setHeader('set-cookie', 'session=1; path=/').end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const engine = await openEngine(() =>
    df.app.orchestration('Calls', function* (context) {
      yield context.df.callHttp({ method: 'GET', url: at });
      yield context.df.callHttp({ method: 'GET', url: at });
    }),
  );
  await engine.run('Calls', undefined, 'first');
  expect(engine.traps('cookieShared')).toEqual([]);
  await engine.run('Calls', undefined, 'second');
  expect(seen).toEqual([undefined, 'session=1', 'session=1', 'session=1']);
  expect(engine.traps('cookieShared')).toEqual([
    expect.stringMatching(
      /sends the cookie 'session' to 127\.0\.0\.1:\d+ that the instance 'first' was given: here as on Azure.*Call from an activity/,
    ),
  ]);
});
