import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WaitingRoom } from '../../../local/functions/process/waiting-room.ts';

async function openRoom(): Promise<WaitingRoom> {
  const room = await WaitingRoom.open('127.0.0.1', 0);
  onTestFinished(() => room.close());
  return room;
}

async function call(room: WaitingRoom): Promise<Socket> {
  const socket = connect(room.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(socket, 'connect');
  return socket;
}

const textOf = async (socket: Socket): Promise<string> => {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
};

/** A host that answers whoever it is given. */
const answers =
  (word: string) =>
  (socket: Socket): boolean => {
    socket.end(word);
    return true;
  };

test('who comes while there is no host waits for one', async () => {
  const room = await openRoom();
  const waiting = textOf(await call(room));
  room.sendTo(answers('first'));
  expect(await waiting).toBe('first');
  expect(await textOf(await call(room))).toBe('first');
  room.hold();
  const again = textOf(await call(room));
  room.sendTo(answers('second'));
  expect(await again).toBe('second');
});

test('a connection that a host could not take, or never took, waits for the next', async () => {
  const room = await openRoom();
  const given: Socket[] = [];
  room.sendTo((socket) => given.push(socket) > 1);
  const first = textOf(await call(room));
  const second = textOf(await call(room));
  while (given.length < 2) await new Promise((resolve) => setImmediate(resolve));
  room.hold();
  room.takeBack(given.slice(1));
  room.sendTo(answers('at last'));
  expect(await Promise.all([first, second])).toEqual(['at last', 'at last']);
});

test('when no host will come, who waits and who comes is told so', async () => {
  const room = await openRoom();
  const waiting = textOf(await call(room));
  room.refuse();
  const answer = /^HTTP\/1\.1 503 Service Unavailable\r\n[\s\S]*\r\n\r\nFunction host is not running\.$/;
  expect(await waiting).toMatch(answer);
  expect(await textOf(await call(room))).toMatch(answer);
});

test('who went away while it waited is not handed on', async () => {
  const room = await openRoom();
  (await call(room)).resetAndDestroy();
  const staying = textOf(await call(room));
  room.sendTo(answers('here'));
  expect(await staying).toBe('here');
});

test('a port in use is named', async () => {
  const { port } = await openRoom();
  await expect(WaitingRoom.open('127.0.0.1', port)).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: `Port ${port} on 127.0.0.1 is in use. Stop what listens there, or choose another with --port.`,
  });
});
