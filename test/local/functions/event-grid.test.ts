import { app, type EventGridEvent } from '@azure/functions';
import { expect, test } from 'vitest';
import { startHost } from './start-host.ts';

/** A host with one Event Grid function, and a way to deliver to it. */
async function eventGridHost(enforceKeys = false) {
  const seen: unknown[] = [];
  const host = await startHost({
    enforceKeys,
    app: {
      register: () =>
        app.eventGrid('onEvent', {
          handler: (event: EventGridEvent) => {
            if (event.subject === 'bad') throw new Error('cannot take it');
            seen.push(event.subject ?? event.id);
          },
        }),
    },
  });
  const deliver = (kind: string, body: unknown, query = 'functionName=onEvent') =>
    fetch(`${host.origin}/runtime/webhooks/EventGrid?${query}`, {
      method: 'POST',
      headers: { 'aeg-event-type': kind, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { host, seen, deliver };
}

test('each event of a delivery is one call', async () => {
  const { seen, deliver } = await eventGridHost();
  expect((await deliver('Notification', [{ subject: 'a' }, { subject: 'b' }])).status).toBe(202);
  expect(seen.sort()).toEqual(['a', 'b']);
});

test('a cloud event comes alone', async () => {
  const { seen, deliver } = await eventGridHost();
  expect((await deliver('Notification', { id: 'cloud', specversion: '1.0' })).status).toBe(202);
  expect(seen).toEqual(['cloud']);
});

test('a delivery that fails is a 500, so that it is delivered again', async () => {
  const { deliver } = await eventGridHost();
  expect((await deliver('Notification', [{ subject: 'bad' }, { subject: 'b' }])).status).toBe(500);
});

test('both handshakes are answered', async () => {
  const { host, deliver } = await eventGridHost();
  const validation = await deliver('SubscriptionValidation', [{ data: { validationCode: '512d' } }]);
  expect(await validation.json()).toEqual({ validationResponse: '512d' });
  const options = await fetch(`${host.origin}/runtime/webhooks/EventGrid?functionName=onEvent`, {
    method: 'OPTIONS',
    headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net' },
  });
  expect(options.headers.get('webhook-allowed-origin')).toBe('eventgrid.azure.net');
  expect((await deliver('Unsubscribe', [])).status).toBe(202);
});

test.each<[what: string, kind: string, body: string, query: string, status: number]>([
  ['an unknown function', 'Notification', '[]', 'functionName=nope', 404],
  ['no function', 'Notification', '[]', '', 404],
  ['a function in another case', 'Notification', '[]', 'functionName=ONEVENT', 404],
  ['bad JSON', 'Notification', '{', 'functionName=onEvent', 500],
  ['an unknown kind', 'Gossip', '[]', 'functionName=onEvent', 400],
])('%s is refused', async (_, kind, body, query, status) => {
  const { deliver } = await eventGridHost();
  expect((await deliver(kind, body, query)).status).toBe(status);
});

test('with keys enforced a delivery needs the system key', async () => {
  const { host, deliver } = await eventGridHost(true);
  const key = encodeURIComponent(host.keys.systemKeys.eventgrid_extension ?? '');
  expect((await deliver('Notification', [])).status).toBe(401);
  expect((await deliver('Notification', [], `functionName=onEvent&code=${key}`)).status).toBe(202);
});
