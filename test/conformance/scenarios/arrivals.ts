import type { TaskSpec } from '../app/script-steps.ts';
import { area, type Play } from '../scenario.ts';
import { scriptedWithEvents } from './scripted.ts';

const wait = (event: string): TaskSpec => ({ event });
const echo = (input: unknown): TaskSpec => ({ activity: 'Echo', input });

const named =
  (name: string): Play =>
  async (call) => {
    await call.start('WaitNamed', name);
    await call.running();
    call.see('answer', (await call.raise(encodeURIComponent(name), 1)).status);
    const { runtimeStatus, output } = await call.still();
    call.see('outcome', { runtimeStatus, output });
    await call.post(`instances/${call.id()}/terminate`);
  };

const body =
  (text: string, type = 'application/json'): Play =>
  async (call) => {
    await call.start('WaitEvent');
    await call.running();
    call.see('answer', await call.send(`instances/${call.id()}/raiseEvent/E`, text, type));
    const { output, historyEvents = [] } = await call.still();
    call.see('output', output);
    call.see(
      'raised',
      historyEvents.filter((row) => row.EventType === 'EventRaised').map((row) => row.Input),
    );
    await call.post(`instances/${call.id()}/terminate`);
  };

/** Events: their names, their bodies, and when they come. */
export const arrivals = area('arrivals', {
  twoCases: [
    'two names that differ in case only',
    scriptedWithEvents(
      [
        ['e', 1],
        ['E', 2],
      ],
      { all: [wait('E'), wait('e')] },
    ),
  ],
  threeWaits: [
    'three waits for one name',
    scriptedWithEvents(
      [
        ['E', 1],
        ['E', 2],
        ['E', 3],
      ],
      { all: [wait('E'), wait('E'), wait('E')] },
    ),
  ],
  laterWaitFirst: [
    'a wait that was made first and awaited last',
    scriptedWithEvents(
      [
        ['E', 1],
        ['E', 2],
      ],
      { make: 'a', task: wait('E') },
      { make: 'b', task: wait('E') },
      { made: 'b' },
      { made: 'a' },
    ),
  ],
  manyNames: [
    'events in another order than they are awaited',
    scriptedWithEvents(
      [
        ['C', 3],
        ['B', 2],
        ['A', 1],
      ],
      wait('A'),
      wait('B'),
      wait('C'),
    ),
  ],
  bufferedThenRace: [
    'an event that came early wins a race later',
    scriptedWithEvents(
      [
        ['B', 'early'],
        ['A', 1],
      ],
      wait('A'),
      { make: 't', task: { timer: 60_000 } },
      { any: [{ made: 't' }, wait('B')] },
      { cancel: 't' },
    ),
  ],
  bufferedTwo: [
    'two early events of one name in a race',
    scriptedWithEvents(
      [
        ['B', 1],
        ['B', 2],
        ['A', 0],
      ],
      wait('A'),
      { any: [wait('B'), wait('B')] },
    ),
  ],
  whileActivity: [
    'an event that comes while an activity runs',
    async (call) => {
      await call.start('Script', [{ activity: 'Slow', input: { ms: 1500, value: 1 } }, wait('E'), echo(2)]);
      await call.has('ExecutionStarted');
      await call.raise('E', 'during');
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  whileSuspended: [
    'events that come while suspended keep their order',
    async (call) => {
      await call.start('Script', [wait('E'), wait('E'), wait('F')]);
      await call.running();
      await call.post(`instances/${call.id()}/suspend?reason=wait`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      for (const [name, value] of [
        ['E', 1],
        ['F', 2],
        ['E', 3],
      ] as const) {
        await call.raise(name, value);
        await call.pause(200);
      }
      await call.rest();
      await call.post(`instances/${call.id()}/resume`);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  beforeStart: [
    'an event before the start is refused, and not kept',
    async (call) => {
      call.see('before', await call.raise('E', 'early'));
      await call.start('WaitEvent');
      await call.running();
      await call.raise('E', 'late');
      call.see('output', (await call.end()).output);
    },
  ],
  afterPurge: [
    'an event after a purge',
    async (call) => {
      await call.start('Nothing');
      await call.end();
      await call.delete(`instances/${call.id()}`);
      call.see('answer', await call.raise('E', 1));
    },
  ],
  toEntity: [
    'an event for an entity',
    async (call) => {
      await call.post(`entities/Puppet/${call.id()}?op=append`, 1);
      await call.untilAnswer(`entities/Puppet/${call.id()}`, ({ status }) => status === 200);
      call.see('answer', (await call.raise('E', 1, encodeURIComponent(`@puppet@${call.id()}`))).status);
      await call.rest();
      call.see('state', (await call.get(`entities/Puppet/${call.id()}`)).body);
    },
  ],
  toChild: [
    'an event for a child',
    async (call) => {
      await call.start('Script', [{ child: 'WaitEvent', id: call.id('c') }]);
      await call.has('ExecutionStarted', 1, call.id('c'));
      call.see('parent', (await call.raise('E', 'parent')).status);
      call.see('child', (await call.raise('E', 'child', call.id('c'))).status);
      call.see('output', (await call.end()).output);
    },
  ],
  nameGuid: ['a name that is a GUID', named('a58c77f2-110e-4172-925b-5976fd963b59')],
  nameOp: ["the name of an entity's messages", named('op')],
  nameLong: ['a name of 200 characters', named('n'.repeat(200))],
  nameQuote: ['a name with quotes', named('"a"')],
  nameHash: ['a name with a hash', named('a#b')],
  nameQuestion: ['a name with a question mark', named('a?b')],
  nameColon: ['a name with a colon', named('a:b')],
  nameJson: ['a name of JSON', named('{"a":1}')],
  nameAnd: ['a name with an and', named('a&b=c')],
  nameTrailingBlank: ['a name that ends with a blank', named('a ')],
  nameBackslash: ['a name with a backslash', named('a\\b')],
  nameNumber: ['a name that is a number', named('5')],
  nameProto: ['a name that JavaScript knows', named('constructor')],
  bodySingleQuotes: ['a body in single quotes', body("{'a': 'b'}")],
  bodyComment: ['a body with a comment', body('1 // one')],
  bodyTrailingComma: ['a body with a comma too many', body('[1,2,]')],
  bodyDeepText: ['a body of JSON in JSON', body('"{\\"a\\":\\"{}\\"}"')],
  bodyNull: ['the word null', body('null')],
  bodyBlankText: ['a text of a blank', body('" "')],
  bodyUtf16: ['a body with another charset', body('"é"', 'application/json; charset=utf-16')],
  bodyLatin: ['a body that says it is Latin', body('"é"', 'application/json; charset=iso-8859-1')],
  bodyMark: ['a body with a byte order mark', body('\ufeff{"a":1}')],
  bodyForm: ['a form', body('a=1&b=2', 'application/x-www-form-urlencoded')],
  bodyJsonp: ['a JSON type with a suffix', body('1', 'application/vnd.api+json')],
  bodyTextJson: ['an old JSON type', body('1', 'text/json')],
  bodyNoType: ['a wild type', body('1', '*/*')],
  query: [
    'an event with query parameters',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      call.see(
        'answer',
        await call.send(
          `instances/${call.id()}/raiseEvent/E?eventName=F&code=x&taskHub=Conformance&connection=Storage`,
          '1',
        ),
      );
      call.see('output', (await call.end()).output);
    },
  ],
  otherRoute: [
    'the words of the route in other letters',
    async (call) => {
      await call.start('WaitThree');
      await call.running();
      call.see('answer', await call.send(`INSTANCES/${call.id()}/RAISEEVENT/E`, '1'));
      call.see('trailing slash', (await call.send(`instances/${call.id()}/raiseEvent/E/`, '2')).status);
      call.see('more', (await call.send(`instances/${call.id()}/raiseEvent/E/F`, '2')).status);
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
});
