import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Answers like an engine, `METHOD path` by the table; everything else is not found. Its socket. */
export async function fakeEngine(
  answers: Record<string, RequestListener | object | undefined>,
): Promise<{ socket: string; asked: string[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://engine');
    asked.push(`${request.method} ${pathname}${search}`);
    const answer = answers[`${request.method} ${pathname}`];
    if (typeof answer === 'function') {
      (answer as RequestListener)(request, response);
      return;
    }
    if (answer === undefined) response.statusCode = 404;
    response.end(JSON.stringify(answer ?? { message: `no such thing: ${pathname}` }));
  });
  const socket = join(directory, 'engine.sock');
  server.listen(socket);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { socket, asked };
}

/** How Podman and Docker answer a ping. */
export const podman = pinged('Libpod/4.3.1 (linux)');
export const docker = pinged('Docker/28.0.1 (linux)');

function pinged(server: string): RequestListener {
  return (_, response) => response.setHeader('server', server).end('OK');
}
