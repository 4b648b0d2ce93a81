import { area, outcome, type Play } from '../scenario.ts';

/** Waits for one event E and gets it in this form. */
const event =
  (value: unknown): Play =>
  async (call) => {
    await call.start('WaitEvent');
    await call.running();
    call.see('answer', await call.raise('E', value));
    call.see('status', await call.end());
  };

const named =
  (name: string, path: string): Play =>
  async (call) => {
    await call.start('WaitNamed', name);
    await call.running();
    const answer = await call.raise(path, 1);
    call.see('answer', answer);
    const { historyEvents } = await call.has('EventRaised');
    call.see(
      'raised',
      historyEvents?.filter((row) => row.EventType === 'EventRaised').map((row) => row.Name),
    );
    await call.post(`instances/${call.id()}/terminate?reason=end`);
  };

export const events = area('events', {
  object: ['an event with an object', event({ a: [1, null] })],
  text: ['an event with a text', event('text')],
  textOfNumber: ['an event with a text that looks like a number', event('5')],
  number: ['an event with a number', event(5)],
  false: ['an event with false', event(false)],
  null: ['an event with null', event(null)],
  emptyText: ['an event with an empty text', event('')],
  date: ['an event with a text that looks like a date', event('2020-01-02T03:04:05.678Z')],
  big: [
    'an event of 100,000 characters',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      await call.raise('E', 'x'.repeat(100_000));
      const { output } = await call.end();
      call.see('length', JSON.stringify(output).length);
    },
  ],
  buffered: [
    'events that come before they are awaited are kept in their order',
    async (call) => {
      await call.start('Buffered');
      await call.has('ExecutionStarted');
      for (const value of ['one', 'two']) await call.raise('E', value);
      call.see('output', (await call.end()).output);
    },
  ],
  pending: [
    'an event for an instance that has only been started',
    async (call) => {
      await call.start('WaitThree');
      const answers: number[] = [];
      for (const value of [1, 2, 3]) answers.push((await call.raise('E', value)).status);
      call.see('answers', answers);
      call.see('output', (await call.end()).output);
    },
  ],
  twoWaits: [
    'of two waits for one name the younger gets the first event',
    async (call) => {
      await call.start('TwoWaits');
      await call.running();
      await call.raise('E', 1);
      await call.has('EventRaised');
      await call.raise('E', 2);
      call.see('status', await call.end());
    },
  ],
  anyOfTwo: [
    'the first of two names wins',
    async (call) => {
      await call.start('AnyOfTwoWaits');
      await call.running();
      await call.raise('B', 'b');
      call.see('status', await call.end());
    },
  ],
  all: [
    'events of two names, one of them twice',
    async (call) => {
      await call.start('AllEvents');
      await call.running();
      await call.raise('A', 1);
      await call.has('EventRaised');
      await call.raise('A', 2);
      await call.has('EventRaised', 2);
      await call.raise('B', 3);
      call.see('status', await call.end());
    },
  ],
  case: [
    "an event's name in other letters is another event",
    async (call) => {
      await call.start('EventCase');
      await call.running();
      await call.raise('aPPROVAL', 1);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  thenActivities: [
    'activities between events',
    async (call) => {
      await call.start('EventsThenActivities');
      await call.running();
      await call.raise('E', 'a');
      await call.has('TaskCompleted');
      await call.raise('E', 'b');
      call.see('status', await call.end());
    },
  ],
  unawaited: [
    'events that nobody awaits do no harm',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      await call.raise('Other', 1);
      await call.has('EventRaised');
      await call.raise('E', 2);
      call.see('status', await call.end());
    },
  ],
  dangling: ['a wait that is left open does not keep the instance', outcome('DanglingWait')],
  nameWithBlank: ['an event whose name has a blank', named('a b', 'a%20b')],
  nameWithPlus: ['an event whose name has a plus', named('a+b', 'a+b')],
  nameWithPercent: ['an event whose name has an escaped percent sign', named('a%b', 'a%25b')],
  nameUnicode: ['an event whose name has an accent', named('é', '%C3%A9')],
  nameWithDot: ['an event whose name has a dot', named('a.b', 'a.b')],
  nameWithSlash: [
    'an event whose name has a slash has no route',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      call.see('answer', await call.raise('a%2Fb', 1));
      await call.post(`instances/${call.id()}/terminate?reason=end`);
    },
  ],
  bodies: [
    'what a body has to be',
    async (call) => {
      await call.start('WaitThree');
      await call.running();
      const path = `instances/${call.id()}/raiseEvent/E`;
      call.see('none', await call.post(path));
      call.see('empty', await call.send(path, ''));
      call.see('blank', await call.send(path, '  '));
      call.see('broken', await call.send(path, '{nope'));
      call.see('unfinished', await call.send(path, '{"a":1'));
      call.see('word', await call.send(path, 'hello'));
      call.see('two values', await call.send(path, '1 2'));
      call.see('text/plain', await call.send(path, 'hello', 'text/plain'));
      call.see('JSON as text/plain', await call.send(path, '1', 'text/plain'));
      call.see('with charset', (await call.send(path, '1', 'application/json; charset=utf-8')).status);
      call.see('other JSON type', await call.send(path, '2', 'application/problem+json'));
      call.see('upper case', (await call.send(path, '3', 'Application/JSON')).status);
      call.see('status', await call.end());
    },
  ],
  targets: [
    'whom an event can reach',
    async (call) => {
      await call.start('Nothing');
      await call.end();
      const missing = 'instances/no-such-instance/raiseEvent/E';
      call.see('ended', await call.raise('E', 1));
      call.see('missing', await call.post(missing, 1));
      call.see('missing, broken', await call.send(missing, '{nope'));
      call.see('ended, broken', await call.send(`instances/${call.id()}/raiseEvent/E`, '{nope'));
      call.see('ended, text', await call.send(`instances/${call.id()}/raiseEvent/E`, 'x', 'text/plain'));
      call.see('GET', await call.get(`instances/${call.id()}/raiseEvent/E`));
      call.see('without a name', await call.post(`instances/${call.id()}/raiseEvent`, 1));
    },
  ],
});
