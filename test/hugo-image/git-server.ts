import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export type GitRequest = { url: string; authorization: string | undefined };

/** Serves the repositories of a folder over smart HTTP, as hosting services do; `settings` are the server's git's. */
export async function gitServer(folder: string, settings: Record<string, string> = {}) {
  const requests: GitRequest[] = [];
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://server');
    requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
    const all = { 'safe.directory': '*', 'uploadpack.allowAnySHA1InWant': 'true', ...settings };
    const child = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: folder,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_COUNT: String(Object.keys(all).length),
        ...Object.fromEntries(
          Object.entries(all).flatMap(([name, value], index) => [
            [`GIT_CONFIG_KEY_${index}`, name],
            [`GIT_CONFIG_VALUE_${index}`, value],
          ]),
        ),
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    request.pipe(child.stdin).on('error', () => undefined);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('close', () => {
      const answer = Buffer.concat(chunks);
      const end = answer.indexOf('\r\n\r\n');
      const headers = answer
        .subarray(0, end)
        .toString()
        .split('\r\n')
        .map((line) => line.split(/: ?/));
      const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
      const sent = headers.filter(([name]) => name !== 'Status') as Array<[string, string]>;
      response.writeHead(Number.parseInt(status, 10), Object.fromEntries(sent)).end(answer.subarray(end + 4));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    urlOf: (repository: string) => `${origin}/${path.relative(folder, repository)}/.git`,
  };
}
