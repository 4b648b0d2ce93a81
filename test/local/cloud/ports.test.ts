import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { portCount } from '../../../local/cloud/command-line.ts';
import { explainPort, proposePort } from '../../../local/cloud/ports.ts';

test('proposes the first port of which all neighbours are free', async () => {
  const asked: number[] = [];
  const taken = new Set([8_071, 8_172, 8_276]);
  const proposed = await proposePort(async (port) => {
    asked.push(port);
    return !taken.has(port);
  });
  expect(proposed).toBe(8_371);
  expect(asked.slice(-portCount)).toEqual(Array.from({ length: portCount }, (_, n) => 8_371 + n));
});

test('proposes none when none is free', async () => {
  expect(await proposePort(async () => false)).toBeUndefined();
});

test('a port that is taken is explained with one at which the cloud can start', async () => {
  const owner = createServer();
  owner.listen(0, '127.0.0.1');
  onTestFinished(() => void owner.close());
  await once(owner, 'listening');
  const { port } = owner.address() as AddressInfo;
  const second = createServer();
  second.listen(port, '127.0.0.1');
  const [error] = await once(second, 'error');
  const { message } = (await explainPort(error, 'storage')) as Error;
  expect(message).toContain(`Port ${port} (storage) is in use`);
  const proposed = Number(/--port (\d+)/.exec(message)?.[1]);
  for (let n = proposed; n < proposed + portCount; n++) {
    const server = createServer();
    server.listen(n, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
  }
});

test('other errors are passed on', async () => {
  const error = new Error('something else');
  expect(await explainPort(error, 'storage')).toBe(error);
});
