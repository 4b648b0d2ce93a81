import type { Step } from '../app/script-steps.ts';
import { area, outcome, type Play } from '../scenario.ts';
import { scripted } from './scripted.ts';

/** Texts that .NET may take for dates, and others that look like values. */
const dates: Record<string, string> = {
  utc: '2020-01-02T03:04:05Z',
  milliseconds: '2020-01-02T03:04:05.670Z',
  ticks: '2020-01-02T03:04:05.1234567Z',
  zeros: '2020-01-02T03:04:05.000Z',
  moreDigits: '2020-01-02T03:04:05.123456789Z',
  local: '2020-01-02T03:04:05',
  offset: '2020-01-02T03:04:05+02:00',
  offsetShort: '2020-01-02T03:04:05+0200',
  zeroOffset: '2020-01-02T03:04:05+00:00',
  day: '2020-01-02',
  minutes: '2020-01-02T03:04Z',
  blank: '2020-01-02 03:04:05Z',
  lower: '2020-01-02t03:04:05z',
  impossible: '2020-13-45T99:99:99Z',
  microsoft: '/Date(0)/',
  microsoftOffset: '/Date(1577934245000+0200)/',
  midnight: '2020-01-02T24:00:00Z',
  yearOne: '0001-01-01T00:00:00Z',
  farFuture: '9999-12-31T23:59:59.9999999Z',
  time: '03:04:05',
  timeSpan: '1.02:03:04',
  guidUpper: 'A58C77F2-110E-4172-925B-5976FD963B5',
};

const nested = { list: Object.values(dates).slice(0, 8), object: { at: dates.offset } };

/** JavaScript and .NET write these in different ways. */
const oddNumbers = [1e21, 1e-5, 0.0001, 1e-7, 1.5e300, -2.5e-10, 123456789012345680000];

const started =
  (input: unknown): Play =>
  async (call) => {
    await call.start('EchoInput', input);
    const { historyEvents = [], ...status } = await call.end();
    call.see('status', status);
    call.see('started with', historyEvents[0]?.Input);
  };

/** A text as the body of a start. */
const sent =
  (body: string): Play =>
  async (call) => {
    call.see('answer', (await call.send(`orchestrators/EchoInput/${call.id()}`, body)).status);
    const { input, output } = await call.end();
    call.see('status', { input, output });
  };

/** The same when nothing can be said of how it ends. */
const taken =
  (body: string): Play =>
  async (call) => {
    const answer = await call.send(`orchestrators/EchoInput/${call.id()}`, body);
    if (answer.status !== 202) {
      call.see('answer', answer);
      return;
    }
    await call.rest();
    const { status, body: shown } = await call.get(`instances/${call.id()}`);
    call.see('status', { status, shown: typeof shown === 'string' ? '(no JSON)' : shown });
  };

const refusedBody =
  (body: string): Play =>
  async (call) => {
    const answer = await call.send(`orchestrators/EchoInput/${call.id()}`, body);
    call.see('answer', answer);
  };

const each = (step: (value: string) => Step): Step[] => Object.values(dates).map(step);

/** Values on their way through JSON. */
export const values = area('values', {
  datesOfInput: ['texts like dates in an input', started(dates)],
  dateAsInput: ['a text like a date with an offset as the whole input', started(dates.offset)],
  dateLocalAsInput: ['a text like a date without a zone as the whole input', started(dates.local)],
  dateShortAsInput: ['a text like a date with a fraction of zeros as the whole input', started(dates.zeros)],
  datesNested: ['texts like dates deep within an input', started(nested)],
  datesOfActivity: [
    'texts like dates to an activity and back',
    scripted(...each((value) => ({ activity: 'TypeOf', input: value }))),
  ],
  datesOfActivityObject: [
    'an object of dates to an activity and back',
    scripted({ activity: 'TypeOf', input: dates }),
  ],
  datesOfChild: [
    'texts like dates to a child and back',
    scripted({ child: 'EchoInput', input: dates }, { child: 'EchoInput', input: dates.offset }),
  ],
  datesOfStatus: [
    'texts like dates in the custom status',
    scripted({ status: dates }, { activity: 'Echo', input: 1 }),
  ],
  dateAsStatus: [
    'a text like a date as the custom status',
    scripted({ status: dates.offset }, { activity: 'Echo', input: 1 }),
  ],
  datesOfOutput: ['texts like dates in the output', scripted({ returns: dates })],
  dateAsOutput: ['a text like a date as the output', scripted({ returns: dates.offset })],
  datesOfEntity: [
    'texts like dates to an entity, in its state and back',
    async (call) => {
      await call.start('Script', [
        { entity: call.id(), operation: 'echo', input: dates },
        { entity: call.id(), operation: 'do', input: [{ set: dates }, { read: true }] },
        { entity: call.id(), operation: 'get' },
        { entity: call.id(), operation: 'echo', input: dates.offset },
      ]);
      const { output } = await call.end();
      call.see('output', output);
      call.see('state', (await call.get(`entities/Puppet/${call.id()}`)).body);
    },
  ],
  datesOfEvent: [
    'texts like dates in an event',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      await call.raise('E', dates);
      const { output, historyEvents = [] } = await call.end();
      call.see('output', output);
      call.see('raised', historyEvents.find((row) => row.EventType === 'EventRaised')?.Input);
    },
  ],
  dateAsEvent: [
    'a text like a date as an event',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      await call.raise('E', dates.offset);
      const { output, historyEvents = [] } = await call.end();
      call.see('output', output);
      call.see('raised', historyEvents.find((row) => row.EventType === 'EventRaised')?.Input);
    },
  ],
  datesOfLoop: [
    'texts like dates over continueAsNew',
    scripted(
      { child: 'LoopInput', input: { next: dates } },
      { child: 'LoopInput', input: { next: dates.offset } },
    ),
  ],
  datesOfSignal: [
    'texts like dates in a signal over HTTP',
    async (call) => {
      const path = `entities/Puppet/${call.id()}`;
      await call.post(`${path}?op=append`, dates);
      call.see('state', (await call.untilAnswer(path, ({ status }) => status === 200)).body);
    },
  ],
  datesOfClient: [
    'texts like dates by the client',
    async (call) => {
      await call.client('startNew', 'EchoInput', { instanceId: call.id(), input: dates });
      const { input, output } = await call.end();
      call.see('status', { input, output });
      call.see('by the client', await call.client('getStatus', call.id()));
    },
  ],
  datesOfHistory: [
    'texts like dates in the results of a history',
    async (call) => {
      await call.start('Script', [{ activity: 'Echo', input: dates }]);
      const { historyEvents = [] } = await call.end();
      call.see(
        'results',
        historyEvents.map((row) => row.Result ?? null),
      );
    },
  ],
  datesOfRestart: [
    'texts like dates in a restart',
    async (call) => {
      await call.start('EchoInput', dates);
      await call.end();
      await call.post(`instances/${call.id()}/restart?restartWithNewInstanceId=false`);
      await call.rest();
      const { input, output } = await call.end();
      call.see('status', { input, output });
    },
  ],
  datesOfReason: [
    'reasons that look like dates',
    async (call) => {
      for (const [name, text] of Object.entries(dates)) {
        await call.start('WaitEvent', 1, call.id(name));
        await call.running(call.id(name));
        await call.post(`instances/${call.id(name)}/terminate?reason=${encodeURIComponent(text)}`);
        call.see(name, (await call.end(call.id(name))).output);
      }
    },
  ],
  numbers: [
    'numbers of all sizes',
    sent('[0, -0, 1.0, 1e3, 1E-7, 9007199254740993, 12345678901234567890, 0.1, 1.7976931348623157e308]'),
  ],
  numberForms: ['numbers that JSON does not have', refusedBody('[01, +1, .5, 5., 0x1F, 1e]')],
  octal: ['a number with a leading zero', sent('{"n": 017}')],
  hex: ['a number in hexadecimal', sent('{"n": 0x1F}')],
  pointFive: ['a number without a digit before the point', sent('{"n": .5}')],
  numberTooBig: ['a number beyond what a double holds', taken('{"n": 1e400, "m": -1e400, "o": 1e-400}')],
  numberTooBigAlone: ['a number beyond what a double holds, by itself', taken('1e400')],
  integerTooBig: ['an integer of 400 digits', taken(`{"n": ${'9'.repeat(400)}}`)],
  notANumber: ['words for numbers that are none', taken('[NaN, Infinity, -Infinity]')],
  wordsBroken: [
    'words for numbers, broken off',
    async (call) => {
      for (const body of ['NaM', 'Infinite', '-Infinite', '[In', 'NaNs'])
        call.see(body, await call.send(`orchestrators/EchoInput/${call.id()}`, body));
    },
  ],
  comments: [
    'comments everywhere',
    taken('/* one */ {"a": /* two */ 1, // three\n "b": [1 /* four */, /* five */ 2]} // six'),
  ],
  commentsWithin: ['comments within an object', taken('{"a": /* two */ 1, // three\n "b": 2} // six')],
  commentAfter: ['a comment after a value', taken('{"a": 1} // one')],
  commentBefore: ['a comment before a value', taken('// one\n{"a": 1}')],
  commentInList: ['a comment in a list', taken('[1 /* four */, /* five */ 2]')],
  commentBeforeName: ['a comment before a name', taken('{/* x */ "a": 1, /* y */ "b": 2}')],
  commentUnfinished: ['a comment without an end', taken('{"a": 1} /* no end')],
  commentBroken: ['a slash that begins no comment', taken('{"a": 1 / 2}')],
  commentInName: ['a comment between a name and its value', taken('{"a" /* x */ : /* y */ 1 /* z */}')],
  commentAlone: ['a body of a comment', taken('// nothing')],
  commaTooMany: ['commas too many', taken('{"a": [1, 2,], "b": {"c": 3,},}')],
  commaFirst: ['commas before and between', taken('[,1]')],
  commasTwo: ['two commas', taken('[1,,2]')],
  word: ['undefined', taken('[undefined]')],
  twins: ['an object with a name twice', sent('{"a": 1, "b": 2, "a": 3}')],
  proto: [
    'names that JavaScript knows',
    sent('{"__proto__": {"x": 1}, "constructor": 2, "toString": 3, "length": 4}'),
  ],
  deep: ['sixty levels', sent(`${'['.repeat(60)}1${']'.repeat(60)}`)],
  veryDeep: ['two hundred levels', refusedBody(`${'['.repeat(200)}1${']'.repeat(200)}`)],
  emptyName: ['an empty name', sent('{"": 1, " ": 2}')],
  escapes: ['escapes of every kind', sent('"\\u00e9\\/\\b\\f\\n\\r\\t\\u0000\\ud83d\\ude00\\u2028\\u007f"')],
  rawControl: ['a line break within a text', sent('"a\nb\tc"')],
  markup: ['markup in texts', sent('{"a": "<b>&\'\\"</b>", "é": "ü"}')],
  byteOrderMark: ['a byte order mark', sent('\ufeff{"a": 1}')],
  blanks: ['blanks of other kinds', sent('\u00a0{"a":\u00a01}')],
  keysOrder: ['names that are numbers', sent('{"b": 1, "2": 2, "a": 3, "1": 4}')],
  outputKeysOrder: ['the order of names in an output', scripted({ returns: { b: 1, 2: 2, a: 3, 1: 4 } })],
  deepOutput: ['a hundred levels in an output', outcome('Deep', 'output')],
  deepActivity: ['a hundred levels to an activity and back', outcome('Deep', 'activity')],
  deepStatus: ['a hundred levels in the custom status', outcome('Deep', 'status')],
  deepChild: ['a hundred levels to a child and back', outcome('Deep', 'child')],
  deepEntity: ['a hundred levels to an entity and back', outcome('Deep', 'entity')],
  deepEvent: [
    'a hundred levels in an event',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      const path = `instances/${call.id()}/raiseEvent/E`;
      call.see('answer', await call.send(path, `${'['.repeat(100)}1${']'.repeat(100)}`));
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  halfInput: ['half a surrogate pair in an input', sent('{"\\ud800": "\\udc00x"}')],
  halfActivity: [
    'half a surrogate pair to an activity and back',
    scripted({ activity: 'Echo', input: { '\udc00': 'x\ud800' } }),
  ],
  halfChild: [
    'half a surrogate pair to a child and back',
    scripted({ child: 'EchoInput', input: { '\udc00': 'x\ud800' } }),
  ],
  halfEntity: [
    'half a surrogate pair to an entity and back',
    scripted({ entity: '{id}', operation: 'any', input: { '\udc00': 'x\ud800' } }),
  ],
  halfStatus: [
    'half a surrogate pair in the custom status',
    scripted({ status: { '\udc00': 'x\ud800' } }, { activity: 'Echo', input: 1 }),
  ],
  halfError: ['half a surrogate pair in an error', scripted({ throws: 'x\ud800' })],
  halfRenewal: [
    'half a surrogate pair in the input of the next execution',
    scripted({ continues: [{ returns: 'x\ud800' }] }),
  ],
  halfEvent: [
    'half a surrogate pair in an event',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      await call.raise('E', { '\udc00': 'x\ud800' });
      const { output, historyEvents } = await call.end();
      call.see('output', output);
      call.see('raised', historyEvents?.find((row) => row.EventType === 'EventRaised')?.Input);
    },
  ],
  numbersOfEvent: [
    'how numbers stand in the history of an event',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      await call.raise('E', oddNumbers);
      const { output, historyEvents } = await call.end();
      call.see('output', output);
      call.see('raised', historyEvents?.find((row) => row.EventType === 'EventRaised')?.Input);
    },
  ],
  separators: [
    'how line separators stand in the input of the next execution',
    async (call) => {
      await call.start('Script', [{ continues: [{ returns: "\u0085\u2028\u2029\u007f\u0001<>&'" }] }]);
      const { output, historyEvents } = await call.end();
      call.see('output', output);
      call.see('started', historyEvents?.[0]?.Input);
    },
  ],
  datesOfOrders: [
    'texts like dates in what an entity is told, as the history shows it',
    async (call) => {
      const at = '/Date(1577934245678)/';
      await call.start('Script', [
        { entity: '{id}', operation: 'do', input: [{ returns: at }] },
        { entity: '{id}', operation: 'do', input: [{ set: { at } }, { read: true }] },
        { signal: '{id}', operation: 'do', input: [{ returns: at }] },
        { signal: '{id}', operation: 'append', input: at },
        { entity: '{id}', operation: 'any', input: at },
        { entity: '{id}', operation: 'any', input: [at, dates] },
      ]);
      const { output, historyEvents } = await call.end();
      call.see('output', output);
      const rows = historyEvents ?? [];
      call.see(
        'sent',
        rows.filter((row) => row.EventType === 'EventSent').map((row) => row.Input),
      );
    },
  ],
  datesOfFailure: [
    'texts like dates in a signal and a custom status of the turn that fails',
    async (call) => {
      const all = { ...dates, later: '/Date(1577934245678)/' };
      await call.start('Script', [
        { status: all },
        { signal: '{id}', operation: 'append', input: all },
        { throws: 'on purpose' },
      ]);
      call.see('custom status', (await call.end()).customStatus);
      const path = `entities/Puppet/${call.id()}`;
      call.see('state', (await call.untilAnswer(path, ({ status }) => status === 200)).body);
    },
  ],
  entityAnswer: [
    'numbers, line separators and half a surrogate pair as an entity answers them',
    async (call) => {
      const returns = [...oddNumbers, '\u2028', 'x\ud800'];
      await call.start('Script', [
        { entity: '{id}', operation: 'do', input: [{ set: returns }, { returns }] },
      ]);
      const { output, historyEvents } = await call.end();
      call.see('output', output);
      const rows = historyEvents ?? [];
      call.see('raised', rows.find((row) => row.EventType === 'EventRaised')?.Input);
    },
  ],
  halfInHistory: [
    'half a surrogate pair as it stands in the history of a first execution',
    async (call) => {
      await call.send(`orchestrators/EchoInput/${call.id()}`, '{"n": 1.0, "\\ud800": "\\udc00x"}');
      const { input, historyEvents } = await call.end();
      call.see('input', input);
      call.see('started', historyEvents?.[0]?.Input);
    },
  ],
  numbersOfInput: ['how numbers stand in the input of a first execution', started(oddNumbers)],
  numbersOfChild: [
    'how numbers stand in the input of a child',
    async (call) => {
      await call.start('Script', [{ child: 'EchoInput', id: '{id}-child', input: oddNumbers }]);
      await call.end();
      call.see('started', (await call.end(call.id('child'))).historyEvents?.[0]?.Input);
    },
  ],
  numbersOfRenewal: [
    'how numbers stand in the input of the next execution',
    async (call) => {
      await call.start('Script', [{ continues: [{ returns: oddNumbers }] }]);
      const { output, historyEvents } = await call.end();
      call.see('output', output);
      call.see('started', historyEvents?.[0]?.Input);
    },
  ],
  emptyScript: ['an empty list as input', started([])],
});
