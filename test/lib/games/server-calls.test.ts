import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serverCalls } from '../../../lib/games/server-calls.ts';
import { type Manner, type ServerCallsUnderTest, serverCallsContract } from '../../contracts/server-calls.ts';
import { FakeServerCalls } from '../../support/fakes/fake-server-calls.ts';
import { type ServerStandIn, serverStandIn, standInPassword } from '../../support/server-stand-in.ts';

const host = '127.0.0.1';

serverCallsContract('the network', overNetwork);
serverCallsContract('memory', inMemory);

test('a server that ends the connection as it shuts down has done what it was told', async () => {
  const server = await standIn('willing');
  const closing = createServer((socket) => {
    socket.once('data', (login) => {
      login.writeInt32LE(2, 8);
      socket.write(login);
      socket.once('data', () => socket.end());
    });
  });
  await new Promise<void>((resolve) => closing.listen(0, host, resolve));
  onTestFinished(() => void closing.close());
  const { port } = closing.address() as { port: number };
  const target = { host, port, password: standInPassword, command: 'quit' };
  expect(await callsOf(server).rcon(target, 10)).toEqual({ kind: 'done' });
});

test('a wrong password of RCON is told apart from a server that is not there', async () => {
  const server = await standIn('willing');
  const calls = callsOf(server);
  const target = { host, port: server.rcon, password: 'wrong', command: 'quit' };
  expect(await calls.rcon(target, 10)).toMatchObject({ message: expect.stringContaining('password') });
  expect(server.told).toEqual([]);
  server.close();
  expect(await calls.rcon(target, 10)).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
  expect(await calls.post(`http://${host}:${server.http}/`, {}, 10)).toMatchObject({
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a container that is gone, or a terminal that Azure refuses, is said', async () => {
  const target = { group: 'arena-1', container: 'main', command: 'quit' };
  const absent = serverCalls({ exec: async () => ({ kind: 'absent' }) });
  expect(await absent.exec(target, 10)).toMatchObject({ kind: 'failed' });
  const refused = serverCalls({ exec: async () => ({ kind: 'refused', message: 'Not now.' }) });
  expect(await refused.exec(target, 10)).toEqual({ kind: 'failed', message: 'Not now.' });
});

async function standIn(manner: Manner): Promise<ServerStandIn> {
  const server = await serverStandIn(manner);
  onTestFinished(() => server.close());
  return server;
}

/** Azure shows where the terminal of a program is. */
function callsOf({ terminal }: ServerStandIn) {
  return serverCalls({
    exec: async (_group, _container, { command }) => ({
      kind: 'open',
      webSocketUri: `ws://${host}:${terminal}/${encodeURIComponent(command)}`,
      password: standInPassword,
    }),
  });
}

function overNetwork(): ServerCallsUnderTest {
  let server: ServerStandIn | undefined;
  return {
    async serve(manner) {
      server = await serverStandIn(manner);
      const { told, http, rcon } = server;
      const calls = callsOf(server);
      return {
        told,
        post: (text, seconds) => calls.post(`http://${host}:${http}/notice`, { text }, seconds),
        exec: (command, seconds) => calls.exec({ group: 'arena-1', container: 'main', command }, seconds),
        rcon: (command, seconds) =>
          calls.rcon({ host, port: rcon, password: standInPassword, command }, seconds),
      };
    },
    close: () => server?.close(),
  };
}

function inMemory(): ServerCallsUnderTest {
  const calls = new FakeServerCalls();
  return {
    async serve(manner) {
      const told: string[] = [];
      calls.answer = (call) => {
        if (manner !== 'willing') return { kind: 'failed', message: `It is ${manner}.` };
        told.push(call.kind === 'post' ? (call.body as { text: string }).text : call.command);
        return { kind: 'done' };
      };
      return {
        told,
        post: (text, seconds) => calls.post('http://10.0.0.1:80/', { text }, seconds),
        exec: (command, seconds) => calls.exec({ group: 'arena-1', container: 'main', command }, seconds),
        rcon: (command, seconds) => calls.rcon({ host: '10.0.0.1', port: 1, password: '', command }, seconds),
      };
    },
    close: () => undefined,
  };
}
