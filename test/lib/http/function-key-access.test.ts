import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { functionKeyAccess } from '../../../lib/http/function-key-access.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';

/** A host that knows one key, and counts how often it is asked. */
async function aHost(answers: { status?: number } = {}) {
  const asked: Array<string | undefined> = [];
  const server = createServer((request, response) => {
    const key = request.headers['x-functions-key'] as string | undefined;
    asked.push(key);
    response.writeHead(answers.status ?? (key === 'right' ? 204 : 401)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const virtual = new VirtualClock();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, virtual, answers, hasAccess: functionKeyAccess(url, fakeClock(virtual)) };
}

test('whether a token is a key is asked once a minute', async () => {
  const { asked, virtual, hasAccess } = await aHost();
  expect(await Promise.all([hasAccess('right'), hasAccess('right'), hasAccess('wrong')])).toEqual([
    true,
    true,
    false,
  ]);
  expect(await hasAccess(undefined)).toBe(false);
  expect(asked.sort()).toEqual(['right', 'wrong', undefined]);
  await virtual.advanceBy(61_000);
  expect(await hasAccess('right')).toBe(true);
  expect(asked).toHaveLength(4);
});

test('what no header can carry is no key, and nobody is asked', async () => {
  const { asked, hasAccess } = await aHost();
  expect(await hasAccess('two words')).toBe(false);
  expect(asked).toEqual([]);
});

test('a host that gives no such answer is asked again', async () => {
  const { asked, answers, hasAccess } = await aHost({ status: 503 });
  await expect(hasAccess('right')).rejects.toMatchObject({ code: 'azure-unavailable' });
  delete answers.status;
  expect(await hasAccess('right')).toBe(true);
  expect(asked).toHaveLength(2);
});
