import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';

const folder = 'samples/servers/session';

type Report = { path: string; token: string; body: unknown };

/** Stands in for Slipway: keeps the reports, and answers them as it is told. */
async function startSlipway() {
  const reports: Report[] = [];
  const waiting = new Set<() => void>();
  const slipway = { answer: { state: 'ready', drain: null } as object, reports, url: '', until };
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    reports.push({
      path: request.url ?? '',
      token: request.headers.authorization ?? '',
      body: JSON.parse(body),
    });
    response.end(JSON.stringify(slipway.answer));
    for (const look of waiting) look();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => void http.close());
  slipway.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/fleets/arena/servers/arena-1`;
  return slipway;

  function until(fits: (last: Report | undefined) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!fits(reports.at(-1))) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  }
}

async function startServer(environment: Record<string, string> = {}) {
  const server = spawn(process.execPath, [`${folder}/server.mjs`], {
    env: {
      ...{ PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', HEARTBEAT_SECONDS: '0.05' },
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const lines: string[] = [];
  const heard = new Promise<number>((resolve) => {
    createInterface(server.stdout).on('line', (line) => {
      lines.push(line);
      const [, port] = /^Listening on .*:(\d+)$/.exec(line) ?? [];
      if (port) resolve(Number(port));
    });
  });
  return { server, lines, url: `ws://127.0.0.1:${await heard}/` };
}

/** A player, and everything it was told; the socket is open when it is answered. */
async function join(url: string, name: string) {
  const socket = new WebSocket(`${url}?name=${name}`);
  onTestFinished(() => socket.terminate());
  const heard: unknown[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (text) => {
    heard.push(JSON.parse(String(text)));
    for (const look of waiting) look();
  });
  await once(socket, 'open');
  const hears = (fits: (message: object) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => heard.some((message) => fits(message as object)) && resolve();
      waiting.add(look);
      look();
    });
  return { socket, hears };
}

const exitCodeOf = (server: ChildProcess) => once(server, 'exit').then(([code]) => code as number);

test('the session server tells Slipway how many play on it, with its own token', async () => {
  const slipway = await startSlipway();
  const { url } = await startServer({ SLIPWAY_SERVER_URL: slipway.url, SLIPWAY_SERVER_TOKEN: 'its-token' });
  const ada = await join(url, 'ada');
  await join(url, 'grace');
  await slipway.until((last) => JSON.stringify(last?.body) === '{"sessions":2}');
  ada.socket.close();
  await slipway.until((last) => JSON.stringify(last?.body) === '{"sessions":1}');
  expect(slipway.reports[0]).toEqual({
    path: '/api/fleets/arena/servers/arena-1/heartbeat',
    token: 'Bearer its-token',
    body: { sessions: 0 },
  });
});

test('the session server lets nobody in while it drains, throws nobody out, and opens again', async () => {
  const slipway = await startSlipway();
  const { url, lines } = await startServer({ SLIPWAY_SERVER_URL: slipway.url });
  const ada = await join(url, 'ada');
  slipway.answer = { state: 'draining', drain: { reason: 'request' } };
  await ada.hears((message) => 'closing' in message);
  await expect(join(url, 'grace')).rejects.toThrow('503');
  expect(ada.socket.readyState).toBe(WebSocket.OPEN);
  slipway.answer = { state: 'allocated', drain: null };
  await ada.hears((message) => 'open' in message);
  await join(url, 'grace');
  expect(lines.filter((line) => line === 'Open again.')).toHaveLength(1);
});

test('the session server passes on what a player says, also without Slipway, and says goodbye when it is stopped', async () => {
  const { server, url, lines } = await startServer();
  const ada = await join(url, 'ada');
  const grace = await join(url, 'grace');
  ada.socket.send('hello');
  await grace.hears((message) => JSON.stringify(message) === '{"from":"ada","says":"hello"}');
  const ended = exitCodeOf(server);
  server.kill('SIGTERM');
  await grace.hears((message) => 'goodbye' in message);
  expect(await ended).toBe(0);
  expect(lines).toContain('2 playing');
});

test('the WebSocket library that is tested is the one of the image', () => {
  const versionIn = (file: string): string | undefined => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'));
    return dependencies.ws ?? devDependencies?.ws;
  };
  expect(versionIn(`${folder}/package.json`)).toMatch(/^\d/);
  expect(versionIn(`${folder}/package.json`)).toBe(versionIn('package.json'));
});
