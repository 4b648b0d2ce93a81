import type { Caller } from '../../caller.ts';
import { area } from '../../scenario.ts';

const json = 'Content-Type: application/json';

/** What the functions in the background saw of a word, once it is so many. */
async function seenOf(call: Caller, word: string, count: number): Promise<unknown> {
  const { body } = await call.untilAnswer(
    `/api/seen/${word}`,
    (answer) => (answer.body as unknown[]).length >= count,
  );
  return body;
}

export const hostTimers = area(
  'hostTimers',
  {
    byHand: [
      'a timer that is run by hand',
      async (call) => {
        call.see(
          'answer',
          await call.wire('POST', '/admin/functions/Timer', { headers: [json], body: '{}' }),
        );
        const [first] = (await seenOf(call, 'timer', 1)) as [Record<string, unknown>];
        const { scheduleStatus: _, ...timer } = first.timer as Record<string, unknown>;
        call.see('timer', timer);
      },
    ],
  },
  'http',
);

const path = '/runtime/webhooks/EventGrid?functionName=Event';

function deliver(
  call: Caller,
  body: unknown,
  { kind = 'Notification', to = path, method = 'POST', type = 'application/json' } = {},
): Promise<unknown> {
  return call.call(method, to, {
    headers: { 'content-type': type, ...(kind !== '' && { 'aeg-event-type': kind }) },
    ...(method !== 'GET' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

const event = (subject: string, data: unknown = { a: 1 }): Record<string, unknown> => ({
  id: `${subject}-id`,
  eventType: 'Some.Event',
  subject,
  eventTime: '2020-01-02T03:04:05Z',
  data,
  dataVersion: '1.0',
});

export const hostEventGrid = area(
  'hostEventGrid',
  {
    one: [
      'one event',
      async (call) => {
        call.see('answer', await deliver(call, [event(call.id())]));
        call.see('seen', await seenOf(call, call.id(), 1));
      },
    ],
    several: [
      'several events at once',
      async (call) => {
        call.see('answer', await deliver(call, [event(call.id()), event(call.id())]));
        call.see('seen', ((await seenOf(call, call.id(), 2)) as unknown[]).length);
      },
    ],
    none: ['no event', async (call) => call.see('answer', await deliver(call, []))],
    fails: [
      'an event that the function fails on',
      async (call) => call.see('answer', await deliver(call, [event(call.id(), { fail: true })])),
    ],
    oneFails: [
      'one of two events fails',
      async (call) =>
        call.see('answer', await deliver(call, [event(call.id(), { fail: true }), event(call.id())])),
    ],
    cloud: [
      'cloud events',
      async (call) => {
        const cloud = { specversion: '1.0', id: call.id(), source: '/s', type: 't', data: { a: 1 } };
        call.see(
          'structured',
          await deliver(call, cloud, { kind: '', type: 'application/cloudevents+json' }),
        );
        call.see('with a kind', await deliver(call, cloud));
        call.see('batch', await deliver(call, [cloud]));
        call.see('seen', ((await seenOf(call, call.id(), 1)) as unknown[]).length);
      },
    ],
    data: [
      'events with odd data',
      async (call) => {
        for (const [name, data] of [
          ['text', 'x'],
          ['null', null],
          ['number', 5],
        ] as const) {
          call.see(name, await deliver(call, [event(call.id(name), data)]));
        }
      },
    ],
    validation: [
      'the handshake of Event Grid',
      async (call) => {
        const validation = {
          ...event(call.id()),
          eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
          data: { validationCode: '512d', validationUrl: 'https://x.test/' },
        };
        call.see('answer', await deliver(call, [validation], { kind: 'SubscriptionValidation' }));
        call.see(
          'without a code',
          await deliver(call, [event(call.id())], { kind: 'SubscriptionValidation' }),
        );
      },
    ],
    options: [
      'the handshake of cloud events',
      async (call) => {
        call.see(
          'answer',
          await call.call('OPTIONS', path, { headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net' } }),
        );
        call.see('without an origin', await call.call('OPTIONS', path));
      },
    ],
    unsubscribe: [
      'the end of a subscription',
      async (call) => call.see('answer', await deliver(call, [], { kind: 'Unsubscribe' })),
    ],
    unknownKind: [
      'an unknown kind, and none',
      async (call) => {
        call.see('unknown', await deliver(call, [], { kind: 'Gossip' }));
        call.see('none', await deliver(call, [event(call.id())], { kind: '' }));
      },
    ],
    badBody: [
      'a body that is no JSON',
      async (call) => {
        call.see('brace', await deliver(call, '{'));
        call.see('number', await deliver(call, '5'));
        call.see('empty', await deliver(call, ''));
      },
    ],
    unknownFunction: [
      'a function that is not there',
      async (call) => {
        call.see('unknown', await deliver(call, [], { to: '/runtime/webhooks/EventGrid?functionName=nope' }));
        call.see('none', await deliver(call, [], { to: '/runtime/webhooks/EventGrid' }));
        call.see(
          'other case',
          await deliver(call, [], { to: '/runtime/webhooks/eventgrid?functionname=EVENT' }),
        );
        call.see(
          'of another kind',
          await deliver(call, [], { to: '/runtime/webhooks/EventGrid?functionName=Plain' }),
        );
      },
    ],
    methods: [
      'other methods',
      async (call) => {
        for (const method of ['GET', 'PUT', 'DELETE'])
          call.see(method, await deliver(call, [event(call.id())], { method }));
      },
    ],
  },
  'http',
);
