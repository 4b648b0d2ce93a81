import { area, ends, outcome, type Play } from '../scenario.ts';

const output = (kind: unknown): Play => outcome('Output', kind);

export const status = area('status', {
  inputObject: ['the input is shown as it was given', ends('EchoInput', { a: [1, { b: null }] })],
  inputText: ['a text as input', ends('EchoInput', 'text')],
  inputTextOfJson: ['a text of JSON as input', ends('EchoInput', '{"a":1}')],
  inputNumber: ['a number as input', ends('EchoInput', 5)],
  inputFalse: ['false as input', ends('EchoInput', false)],
  inputNull: ['null as input', ends('EchoInput', null)],
  inputNone: ['no input', ends('EchoInput')],
  inputEmptyText: ['an empty text as input', ends('EchoInput', '')],
  inputDate: ['a text that looks like a date', ends('EchoInput', '2020-01-02T03:04:05.678Z')],
  inputSpaced: [
    'blanks in the body do not matter',
    async (call) => {
      await call.send(`orchestrators/EchoInput/${call.id()}`, ' { "a" : 1.0 , "b": 1e3 } ');
      call.see('status', await call.end());
    },
  ],
  inputTwice: [
    'a key that comes twice',
    async (call) => {
      await call.send(`orchestrators/EchoInput/${call.id()}`, '{"a":1,"a":2}');
      call.see('status', await call.end());
    },
  ],
  inputBigNumber: [
    'numbers that JavaScript can not hold',
    async (call) => {
      await call.send(`orchestrators/EchoInput/${call.id()}`, '{"a":12345678901234567890,"b":0.1,"c":1.50}');
      call.see('status', await call.end());
    },
  ],
  outputDate: ['a date as output', output('date')],
  outputUndefined: ['undefined as output', output('undefined')],
  outputNull: ['null as output', output('null')],
  outputJsonText: ['a text of JSON as output', output('jsonText')],
  outputEmptyText: ['an empty text as output', output('')],
  outputNumber: ['zero as output', output(0)],
  outputFalse: ['false as output', output(false)],
  outputArray: ['an array as output', output([1, null, 'x'])],
  outputMap: ['what JSON can not say', output('map')],
  outputNested: ['what JSON leaves out', output('nested')],
  outputBig: [
    'an output of 200,000 characters',
    async (call) => {
      await call.start('Output', 'big');
      call.see('length', String((await call.end()).output).length);
    },
  ],
  custom: [
    'a custom status is seen while the code waits',
    async (call) => {
      await call.start('Status', 1);
      await call.has('TaskCompleted');
      call.see('waiting', await call.until((one) => one.customStatus !== null));
      await call.raise('Go', 1);
      call.see('status', await call.end());
    },
  ],
  customZero: ['a custom status that counts as false', outcome('SetStatus', [{ a: 1 }, 0])],
  customNull: ['a custom status that is taken back', outcome('SetStatus', ['set', null])],
  customEmpty: ['an empty text as custom status', outcome('SetStatus', [''])],
  customFalse: ['false as custom status', outcome('SetStatus', [false])],
  customDate: ['a custom status that looks like a date', outcome('SetStatus', ['2020-01-02T03:04:05.678Z'])],
  customJson: ['a custom status that looks like JSON', outcome('SetStatus', ['{"a":1}'])],
  customFits: [
    'a custom status just within 16 KB',
    async (call) => {
      await call.start('StatusOfSize', 8000);
      const { runtimeStatus, output: text } = await call.end();
      call.see('outcome', { runtimeStatus, text });
    },
  ],
  customTooBig: ['a custom status beyond 16 KB fails the instance', outcome('StatusOfSize', 20_000)],
  customThenFails: ['a custom status stays when the instance fails', outcome('StatusThenFail')],
  replays: ['isReplaying tells whether a step is new', outcome('Replays')],
  guids: ['newGuid is the same on every replay', outcome('Guids')],
  clock: ["the orchestrator's time moves between turns only", outcome('Clock')],
  answers: [
    'what a status request answers',
    async (call) => {
      await call.start('WaitEvent', 1);
      await call.running();
      const path = `instances/${call.id()}`;
      call.see('running', await call.get(path));
      call.see('without input', await call.get(`${path}?showInput=false`));
      call.see('with history', await call.get(`${path}?showHistory=true`));
      call.see(
        'history without inputs',
        await call.get(`${path}?showHistory=true&showHistoryOutput=true&showInput=false`),
      );
      call.see(
        'flag as 1',
        ((await call.get(`${path}?showHistory=1`)).body as { historyEvents?: unknown }).historyEvents ===
          undefined,
      );
      call.see(
        'flag as TRUE',
        ((await call.get(`${path}?SHOWHISTORY=TRUE`)).body as { historyEvents?: unknown }).historyEvents ===
          undefined,
      );
      call.see('own hub', (await call.get(`${path}?taskHub=Conformance`)).status);
      call.see('other hub', (await call.get(`${path}?taskHub=OtherHub`)).status);
      await call.raise('E', 1);
      await call.end();
      call.see('completed', await call.get(path));
      call.see('only output of history', await call.get(`${path}?showHistoryOutput=true`));
      call.see('trailing slash', (await call.get(`${path}/`)).status);
      call.see('other case', (await call.get(`Instances/${call.id()}`)).status);
      call.see('id in other case', (await call.get(`instances/${call.id().toUpperCase()}`)).status);
      call.see('missing', await call.get('instances/no-such-instance'));
      call.see('HEAD', (await call.call('HEAD', path)).status);
      call.see('PUT', (await call.call('PUT', path)).status);
    },
  ],
  failedAnswers: [
    'what a failed instance answers',
    async (call) => {
      await call.start('BadAtOnce');
      await call.end();
      const path = `instances/${call.id()}`;
      call.see('plain', await call.get(path));
      call.see('as a server error', await call.get(`${path}?returnInternalServerErrorOnFailure=true`));
      call.see('flag false', (await call.get(`${path}?returnInternalServerErrorOnFailure=false`)).status);
    },
  ],
});
