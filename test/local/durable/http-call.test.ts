import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as df from 'durable-functions';
import { expect, onTestFinished, test } from 'vitest';
import { basicActivities } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

function httpApp(): void {
  basicActivities();
  df.app.orchestration('Http', function* (context) {
    try {
      const response: Response = yield context.df.callHttp(context.df.getInput<df.CallHttpOptions>());
      const after: unknown = yield context.df.callActivity('Echo', 'after');
      return { status: response.statusCode, content: response.content, headers: response.headers, after };
    } catch (error) {
      return (error as Error).message.split(' \n ')[0];
    }
  });
}

type Response = { statusCode: number; content: string; headers: Record<string, string> };

type Seen = { method?: string; url?: string; headers: IncomingMessage['headers']; body: string };

async function server(
  answer: (seen: Seen, response: ServerResponse, origin: string) => void,
): Promise<{ origin: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  let origin = '';
  const listening = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      const one = { ...(method && { method }), ...(url && { url }), headers, body };
      seen.push(one);
      answer(one, response, origin);
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listening.close();
  });
  origin = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  return { origin, seen };
}

test('polls a 202 until it is done: by GET, with the headers but the key, after the time that it asks for', async () => {
  const target = await server((seen, response, origin) => {
    const polls = seen.url === '/job' ? 0 : Number(seen.url?.slice('/status/'.length));
    if (polls === 2) response.end('finished');
    else response.writeHead(202, { Location: `${origin}/status/${polls + 1}`, 'Retry-After': '7' }).end();
  });
  const engine = await openEngine(httpApp);
  const headers = { 'x-test': 'v', 'x-functions-key': 'secret' };
  await engine.run('Http', { method: 'POST', url: `${target.origin}/job`, body: { q: 1 }, headers }, 'h');
  await engine.pass(13_999);
  expect(target.seen).toHaveLength(2);
  await engine.pass(1);
  expect((await engine.settled('h')).output).toMatchObject({
    status: 200,
    content: 'finished',
    after: 'after',
  });
  expect(scheduled(engine, 'h')).toBe('a0 t1 a2 t3 a4 a5');
  expect(target.seen.map((one) => one.method)).toEqual(['POST', 'GET', 'GET']);
  expect(target.seen[0]).toMatchObject({ body: '{"q":1}', headers: { 'x-functions-key': 'secret' } });
  expect(target.seen[2]?.headers).toMatchObject({ 'x-test': 'v' });
  expect(target.seen[2]?.headers).not.toHaveProperty('x-functions-key');
});

test('waits for the default time without a Retry-After', async () => {
  const target = await server((seen, response, origin) => {
    if (seen.url === '/job') response.writeHead(202, { Location: `${origin}/done` }).end();
    else response.end('ok');
  });
  const settings = { httpSettings: { defaultAsyncRequestSleepTimeMilliseconds: 1000 } };
  const engine = await openEngine(httpApp, { settings });
  await engine.run('Http', { method: 'GET', url: `${target.origin}/job` }, 'h');
  expect(engine.clock.nextDueMs).toBe(engine.clock.now() + 1000);
  await engine.pass(1000);
  expect((await engine.settled('h')).output).toMatchObject({ content: 'ok' });
});

test('ends with a 202 that has no Location and keeps the ids right, unlike Azure, and says so', async () => {
  const target = await server((_, response) => response.writeHead(202).end());
  const engine = await openEngine(httpApp);
  expect((await engine.run('Http', { method: 'GET', url: target.origin })).output).toMatchObject({
    status: 202,
    after: 'after',
  });
  expect(engine.traps('noLocation')).toHaveLength(1);
});

test('gives an error status as a result, with the response’s own headers as they were written', async () => {
  const target = await server((_, response) => {
    response
      .writeHead(418, { 'X-Two': 'a', 'Content-Type': 'text/plain', 'Set-Cookie': ['a=1', 'b=2'] })
      .end('teapot');
  });
  const engine = await openEngine(httpApp);
  const { output } = await engine.run('Http', { method: 'POST', url: target.origin, body: 'plain' });
  expect(output).toMatchObject({
    status: 418,
    content: 'teapot',
    headers: { 'X-Two': 'a', 'Set-Cookie': ['a=1', 'b=2'] },
  });
  expect((output as { headers: object }).headers).not.toHaveProperty('Content-Type');
  expect(target.seen[0]?.headers['content-type']).toBe('text/plain');
});

test('follows redirects', async () => {
  const target = await server((seen, response) => {
    if (seen.url === '/old') response.writeHead(302, { Location: '/new' }).end();
    else response.end(`${seen.method} ${seen.url}`);
  });
  const engine = await openEngine(httpApp);
  const { output } = await engine.run('Http', { method: 'POST', url: `${target.origin}/old`, body: 'x' });
  expect(output).toMatchObject({ content: 'GET /new' });
});

test('fails as an activity when nobody answers', async () => {
  const engine = await openEngine(httpApp);
  const { output } = await engine.run('Http', { method: 'GET', url: 'http://127.0.0.1:9/' });
  expect(output).toBe('Connection refused (127.0.0.1:9)');
});

/** Makes the process one that has a managed identity, whose tokens the service of that address gives. */
function withIdentity(origin: string): void {
  const settings = { IDENTITY_ENDPOINT: `${origin}/msi`, IDENTITY_HEADER: 'secret' };
  for (const [name, value] of Object.entries(settings)) {
    const before = process.env[name];
    process.env[name] = value;
    onTestFinished(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}

test('a token source brings a token of the managed identity to the first address, also when it polls', async () => {
  const target = await server((seen, response, origin) => {
    if (seen.url?.startsWith('/msi'))
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          access_token: `for ${new URL(seen.url, origin).searchParams.get('resource')}`,
          expires_on: String(Math.floor(Date.now() / 1000) + 3600),
          token_type: 'Bearer',
        }),
      );
    else if (seen.url === '/moved') response.writeHead(302, { Location: '/end' }).end();
    else if (seen.url === '/job')
      response.writeHead(202, { Location: `${origin}/end`, 'Retry-After': '1' }).end();
    else response.end('ok');
  });
  withIdentity(target.origin);
  const engine = await openEngine(httpApp);
  const call = async (id: string, path: string, resource: string): Promise<unknown> => {
    const tokenSource = new df.ManagedIdentityTokenSource(resource);
    const headers = { authorization: 'own' };
    await engine.run('Http', { method: 'GET', url: target.origin + path, tokenSource, headers }, id);
    await engine.pass(1000);
    return (await engine.settled(id)).output;
  };
  expect(await call('a', '/moved', 'https://a.test/')).toMatchObject({ status: 200, content: 'ok' });
  expect(await call('b', '/job', 'https://b.test')).toMatchObject({ status: 200, content: 'ok' });
  const seen = target.seen.map(({ url, headers }) => [url?.split('?')[0], headers.authorization]);
  expect(seen).toEqual([
    ['/msi', undefined],
    ['/moved', 'Bearer for https://a.test'],
    ['/end', undefined],
    ['/msi', undefined],
    ['/job', 'Bearer for https://b.test'],
    ['/end', 'Bearer for https://b.test'],
  ]);
  expect(target.seen[0]?.headers['x-identity-header']).toBe('secret');
});

test('without a token the call fails and says how to get one', async () => {
  const target = await server((_, response) => response.writeHead(400).end('{"message":"no such identity"}'));
  withIdentity(target.origin);
  const engine = await openEngine(httpApp);
  const tokenSource = new df.ManagedIdentityTokenSource('https://none.test');
  await engine.run('Http', { method: 'GET', url: target.origin, tokenSource }, 'h');
  const { output } = await engine.settled('h');
  expect(output).toContain('No token for "https://none.test"');
  expect(output).toContain('Sign in with "az login"');
  expect(target.seen.filter(({ url }) => url === '/')).toEqual([]);
});
