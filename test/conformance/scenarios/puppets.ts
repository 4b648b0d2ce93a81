import type { PuppetOrder } from '../app/puppet.ts';
import type { Step } from '../app/script-steps.ts';
import { area, type Play } from '../scenario.ts';
import { scripted, scriptedStays } from './scripted.ts';

const does = (...input: PuppetOrder[]): Step => ({ entity: '{id}', operation: 'do', input });
const get: Step = { entity: '{id}', operation: 'get' };

/** The state over HTTP after orders to a puppet. */
const stateAfter =
  (...orders: PuppetOrder[]): Play =>
  async (call) => {
    await call.start('Script', [does(...orders), does({ read: true })]);
    call.see('output', (await call.end()).output);
    await call.rest();
    call.see('answer', await call.get(`entities/Puppet/${call.id()}`));
    const { customStatus, input } = await call.status(`@puppet@${call.id()}`);
    const { sorter: _, ...state } = input as Record<string, unknown>;
    call.see('as an instance', { customStatus, state });
  };

const keyed =
  (key: string): Play =>
  async (call) => {
    const own = `${call.id()}${key}`;
    await call.start('Script', [
      { entity: own, operation: 'append', input: 1 },
      { entity: own, operation: 'do', input: [{ who: true }] },
    ]);
    call.see('output', (await call.still()).output);
    const path = `entities/Puppet/${encodeURIComponent(own)}`;
    call.see('signal', await call.post(`${path}?op=append`, 2));
    await call.rest();
    call.see('state', await call.get(path));
    await call.post(`instances/${call.id()}/terminate`);
  };

const signalled =
  (query: string, body?: string, type?: string): Play =>
  async (call) => {
    const path = `entities/Puppet/${call.id()}`;
    call.see(
      'answer',
      body === undefined
        ? await call.post(`${path}${query}`)
        : await call.send(`${path}${query}`, body, type),
    );
    await call.rest();
    call.see('state', await call.get(path));
  };

/** What entities keep, answer, signal and forget. */
export const puppets = area('puppets', {
  stateNull: ['a state of null', stateAfter({ set: null })],
  stateUnset: ['a state of undefined', stateAfter({ set: 1 }, { unset: true })],
  stateList: ['a state that is a list', stateAfter({ set: [1, [null], { a: [] }] })],
  stateEmptyText: ['a state that is an empty text', stateAfter({ set: '' })],
  stateZero: ['a state of zero', stateAfter({ set: 0 })],
  stateFalse: ['a state of false', stateAfter({ set: false })],
  stateJsonText: ['a state that is a text of JSON', stateAfter({ set: '{"a":1}' })],
  stateUnicode: ['a state of other letters', stateAfter({ set: 'é € 😀 <b>' })],
  stateBig: ['a state of 100,000 characters', stateAfter({ set: 'x'.repeat(100_000) })],
  initial: [
    'the first value of a state',
    scripted(does({ initial: 5 }), does({ initial: 6 }, { set: 7 }), does({ initial: 8 })),
  ],
  initialNull: [
    'a first value where the state is null',
    scripted(does({ set: null }), does({ initial: 5 }), does({ read: true })),
  ],
  initialOnly: [
    'a first value that is only read',
    async (call) => {
      await call.start('Script', [does({ initial: 5 })]);
      await call.end();
      await call.rest();
      call.see('answer', await call.get(`entities/Puppet/${call.id()}`));
    },
  ],
  who: [
    'who an entity is at its first and second operation',
    scripted(does({ who: true }), does({ who: true }), does({ destruct: true }), does({ who: true })),
  ],
  whoAfterSet: [
    'whether it is new after its state was set',
    scripted(does({ set: 1 }, { who: true }), does({ who: true })),
  ],
  destruct: [
    'an entity that ends itself',
    scripted(does({ set: 1 }), does({ destruct: true }, { read: true }), does({ read: true }, { who: true })),
  ],
  destructThenSet: [
    'a state set after the end',
    scripted(does({ set: 1 }), does({ destruct: true }, { set: 2 }, { read: true }), does({ read: true })),
  ],
  destructThenThrow: [
    'an error after the end',
    scripted(does({ set: 1 }), does({ destruct: true }, { throws: 'x' }), does({ read: true })),
  ],
  setThenDestruct: [
    'the end after a state was set',
    scripted(does({ set: 1 }, { destruct: true }), does({ read: true })),
  ],
  throwThenMore: [
    'an error, and operations after it',
    scripted(
      does({ set: 1 }, { throws: 'x' }),
      does({ read: true }),
      does({ throwsText: 'y' }),
      does({ read: true }),
    ),
  ],
  throwInBatch: [
    'an error amid a batch',
    scripted(
      { signal: '{id}', operation: 'append', input: 1 },
      { signal: '{id}', operation: 'do', input: [{ throws: 'x' }] },
      { signal: '{id}', operation: 'append', input: 2 },
      get,
    ),
  ],
  destructInBatch: [
    'the end amid a batch',
    scripted(
      { signal: '{id}', operation: 'append', input: 1 },
      { signal: '{id}', operation: 'do', input: [{ destruct: true }] },
      { signal: '{id}', operation: 'append', input: 2 },
      get,
    ),
  ],
  whoInBatch: [
    'whether it is new amid a batch',
    scripted(
      { signal: '{id}', operation: 'append', input: 1 },
      { signal: '{id}', operation: 'do', input: [{ destruct: true }] },
      does({ who: true }),
      does({ who: true }),
    ),
  ],
  signalsSelf: [
    'an entity that signals itself',
    async (call) => {
      const key = call.id();
      await call.start('Script', [
        does({ set: [] }, { signal: { key, operation: 'append', input: 'self' } }),
      ]);
      await call.end();
      call.see(
        'state',
        (
          await call.untilAnswer(
            `entities/Puppet/${key}`,
            ({ body }) => Array.isArray(body) && body.length === 1,
          )
        ).body,
      );
    },
  ],
  signalsOther: [
    'signals to another entity keep their order',
    async (call) => {
      const key = call.id('other');
      const signals = [1, 2, 3].map((input) => ({ signal: { key, operation: 'append', input } }));
      await call.start('Script', [does(...signals)]);
      await call.end();
      call.see(
        'state',
        (
          await call.untilAnswer(
            `entities/Puppet/${key}`,
            ({ body }) => Array.isArray(body) && body.length === 3,
          )
        ).body,
      );
    },
  ],
  signalsThenThrows: [
    'signals before an error are sent',
    async (call) => {
      const key = call.id('other');
      await call.start('Script', [does({ signal: { key, operation: 'append', input: 1 } }, { throws: 'x' })]);
      call.see('output', (await call.end()).output);
      await call.rest();
      call.see('state', await call.get(`entities/Puppet/${key}`));
    },
  ],
  signalsUnknown: [
    'a signal to an entity that does not exist, by an entity',
    async (call) => {
      await call.start('Script', [
        does({ signal: { name: 'nope', key: 'k', operation: 'x' } }, { set: 1 }),
        does({ read: true }),
      ]);
      const { runtimeStatus, output } = await call.still();
      call.see('outcome', { runtimeStatus, output });
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  signalWithoutInput: ['a signal without an input', scripted({ signal: '{id}', operation: 'append' }, get)],
  order: [
    'signals and calls keep their order',
    scripted(
      { signal: '{id}', operation: 'append', input: 1 },
      { entity: '{id}', operation: 'append', input: 2 },
      { signal: '{id}', operation: 'append', input: 3 },
      { signal: '{id}', operation: 'append', input: 4 },
      get,
    ),
  ],
  clientsOrder: [
    'signals over HTTP keep their order',
    async (call) => {
      const path = `entities/Puppet/${call.id()}`;
      for (const n of [1, 2, 3, 4, 5]) await call.post(`${path}?op=append`, n);
      call.see(
        'state',
        (await call.untilAnswer(path, ({ body }) => Array.isArray(body) && body.length === 5)).body,
      );
    },
  ],
  results: [
    'results of every kind',
    scripted(
      ...[null, 0, false, '', 'text', '{"a":1}', [1], { a: null }].map((value) => does({ returns: value })),
      { entity: '{id}', operation: 'quiet' },
    ),
  ],
  operations: [
    'operations of odd names',
    scripted(
      ...['', ' ', 'a b', 'Do', 'é', '{"a":1}', 'x'.repeat(300), 'delete'].map((operation) => ({
        entity: '{id}',
        operation,
        input: 1,
      })),
    ),
  ],
  failsUncaught: [
    'an error with quotes fails the caller',
    scripted({ uncaught: does({ throws: 'say "x"' }) as { entity: string; operation: string } }),
  ],
  throwsText: ['an entity that throws a text', scripted(does({ throwsText: 'just a text' }))],
  throwsLong: ['an entity that throws a long error', scripted(does({ throws: 'x'.repeat(1000) }))],
  keySlash: ['a key with a slash', keyed('a/b')],
  keyAt: ['a key with an at sign', keyed('a@b')],
  keyBlank: ['a key with a blank', keyed('a b')],
  keyUpper: ['a key with capitals', keyed('ABC')],
  keyPercent: ['a key with a percent sign', keyed('a%41')],
  keyPlus: ['a key with a plus', keyed('a+b')],
  keyUnicode: ['a key of other letters', keyed('é😀')],
  keyHash: ['a key with a hash', keyed('a#b')],
  keyQuestion: ['a key with a question mark', keyed('a?b')],
  keyBackslash: ['a key with a backslash', keyed('a\\b')],
  keyQuote: ['a key with quotes', keyed('"a"')],
  keyDots: ['a key that ends with a dot', keyed('..')],
  nameCase: [
    'names in all letters are one entity',
    scripted(
      { entity: '{id}', name: 'PUPPET', operation: 'append', input: 1 },
      { entity: '{id}', name: 'puppet', operation: 'append', input: 2 },
      get,
    ),
  ],
  signalNoOp: ['a signal without an operation', signalled('')],
  signalEmptyOp: ['a signal with an empty operation', signalled('?op=')],
  signalOtherCase: ['the parameter in other letters', signalled('?OP=append', '1')],
  signalTwoOps: ['two operations', signalled('?op=append&op=get', '1')],
  signalText: ['a text without quotes', signalled('?op=append', 'hello', 'text/plain')],
  signalTextOfJson: ['JSON as plain text', signalled('?op=append', '{"a":1}', 'text/plain')],
  signalBroken: ['a broken body', signalled('?op=append', '{nope')],
  signalSingleQuotes: ['a body in single quotes', signalled('?op=append', "{'a':'b'}")],
  signalNull: ['null', signalled('?op=append', 'null')],
  signalBlankBody: ['a body of blanks', signalled('?op=append', '  ')],
  signalForm: ['a form', signalled('?op=append', 'a=1', 'application/x-www-form-urlencoded')],
  signalNumber: ['a number', signalled('?op=append', '5')],
  signalDate: ['a text like a date', signalled('?op=append', '"2020-01-02T03:04:05+02:00"')],
  signalDelayed: [
    'a signal for a time is taken at once over HTTP',
    signalled('?op=append&scheduledTime=2099-01-01T00:00:00Z&startTime=2099-01-01T00:00:00Z', '1'),
  ],
  deleted: [
    'a deleted entity is gone and comes back',
    async (call) => {
      const path = `entities/Puppet/${call.id()}`;
      await call.post(`${path}?op=append`, 1);
      await call.untilAnswer(path, ({ status }) => status === 200);
      call.see('delete', await call.delete(path));
      call.see('gone', (await call.untilAnswer(path, ({ status }) => status === 404)).body);
      call.see('delete again', await call.delete(path));
      await call.rest();
      await call.post(`${path}?op=append`, 2);
      call.see('back', (await call.untilAnswer(path, ({ status }) => status === 200)).body);
    },
  ],
  deleteWithBody: [
    'a deletion with an operation and a body',
    async (call) => {
      const path = `entities/Puppet/${call.id()}`;
      await call.post(`${path}?op=append`, 1);
      await call.untilAnswer(path, ({ status }) => status === 200);
      call.see(
        'delete',
        await call.call('DELETE', `${path}?op=append`, {
          body: '2',
          headers: { 'content-type': 'application/json' },
        }),
      );
      await call.rest();
      call.see('state', await call.get(path));
    },
  ],
  methods: [
    'what else can be asked of an entity',
    async (call) => {
      const path = `entities/Puppet/${call.id()}`;
      for (const method of ['PUT', 'PATCH', 'OPTIONS', 'HEAD'])
        call.see(method, (await call.call(method, path)).status);
      call.see('longer', (await call.get(`${path}/more`)).status);
      call.see('trailing slash', (await call.get(`${path}/`)).status);
      call.see('other hub', (await call.get(`${path}?taskHub=Other`)).status);
      call.see('unknown name', (await call.get('entities/nope')).body);
      call.see('delete unknown', (await call.delete('entities/nope/k')).status);
    },
  ],
  asInstance: [
    'an entity as an instance takes no orders of instances',
    async (call) => {
      await call.post(`entities/Puppet/${call.id()}?op=append`, 1);
      await call.untilAnswer(`entities/Puppet/${call.id()}`, ({ status }) => status === 200);
      const path = `instances/${encodeURIComponent(`@puppet@${call.id()}`)}`;
      call.see('rewind', await call.post(`${path}/rewind`));
      call.see('restart', (await call.post(`${path}/restart?restartWithNewInstanceId=false`)).status);
      await call.rest();
      call.see('state', await call.get(`entities/Puppet/${call.id()}`));
      call.see('resume', await call.post(`${path}/resume`));
      call.see('purge', await call.delete(path));
      call.see('purged', await call.get(`entities/Puppet/${call.id()}`));
      await call.post(`entities/Puppet/${call.id()}?op=append`, 2);
      await call.rest();
      call.see('anew', await call.get(`entities/Puppet/${call.id()}`));
    },
  ],
  manySignals: [
    'forty signals and a call',
    scripted(
      ...Array.from({ length: 40 }, (_, n): Step => ({ signal: '{id}', operation: 'append', input: n })),
      get,
    ),
  ],
  callsAtOnce: [
    'calls of two orchestrations are all taken',
    async (call) => {
      for (const part of ['1', '2']) {
        await call.start(
          'Script',
          Array.from({ length: 3 }, () => ({ entity: call.id(), operation: 'append', input: part })),
          call.id(part),
        );
      }
      for (const part of ['1', '2']) await call.end(call.id(part));
      const { body } = await call.get(`entities/Puppet/${call.id()}`);
      call.see('state', [...(body as string[])].sort());
    },
  ],
  unknownCalled: [
    'an unknown entity among calls',
    scriptedStays({ entity: 'k', name: 'Nope', operation: 'x' }, get),
  ],
  longCall: [
    'a slow operation and a timer in a race',
    scripted({
      any: [
        { entity: '{id}', operation: 'do', input: [{ sleep: 1500 }] },
        { activity: 'Echo', input: 1 },
      ],
    }),
  ],
});
