import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { resolveLocalhostNames } from '../../local/resolve-localhost.ts';

it('makes names under .localhost this machine, whatever the resolver knows', async () => {
  resolveLocalhostNames();
  const server = createServer((request, response) => response.end(request.headers.host));
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const response = await fetch(`http://blog.localhost:${port}/`);
  expect(await response.text()).toBe(`blog.localhost:${port}`);
});
