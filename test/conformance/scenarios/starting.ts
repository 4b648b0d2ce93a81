import { area, type Play } from '../scenario.ts';

/** Starts under an id, and asks for it in the same way. */
const withId =
  (id: string): Play =>
  async (call) => {
    const own = `${call.id()}-${id}`;
    const start = await call.post(`orchestrators/EchoInput/${own}`, 1);
    call.see('start', start);
    if (start.status !== 202) return;
    await call.rest();
    const { status, body } = await call.get(`instances/${own}`);
    call.see('status', { status, body });
  };

export const starting = area('starting', {
  answer: [
    'what a start answers',
    async (call) => {
      call.see('with an id', await call.start('Nothing', { a: 1 }));
      call.see('without', await call.post('orchestrators/Nothing', 1));
      call.see('trailing slash', (await call.post('orchestrators/Nothing/', 1)).status);
      call.see('id in the query', await call.post('orchestrators/Nothing?instanceId=other', 1));
      call.see('GET', (await call.get('orchestrators/Nothing')).status);
      call.see('PUT', (await call.call('PUT', 'orchestrators/Nothing')).status);
      call.see('no name', (await call.post('orchestrators', 1)).status);
      call.see('too long a path', (await call.post('orchestrators/Nothing/a/b', 1)).status);
    },
  ],
  otherCase: [
    'a name in other letters starts it',
    async (call) => {
      await call.start('nOTHING');
      call.see('status', await call.end());
    },
  ],
  bodies: [
    'what a body has to be',
    async (call) => {
      const path = `orchestrators/EchoInput/${call.id()}`;
      call.see('broken', await call.send(path, '{nope'));
      call.see('unfinished', await call.send(path, '{"a":'));
      call.see('unfinished array', await call.send(path, '[1,'));
      call.see('unfinished text', await call.send(path, '"abc'));
      call.see('word', await call.send(path, 'hello'));
      call.see('true with more', await call.send(path, 'truex'));
      call.see('two values', await call.send(path, '1 2'));
      call.see('word as text/plain', await call.send(path, 'hello', 'text/plain'));
    },
  ],
  bodyLenient: [
    'bodies that are nearly JSON',
    async (call) => {
      const bodies = { comma: '{"a":1,}', names: '{a:1}', single: "{'a':'x'}", list: '[1,2,]' };
      for (const [part, body] of Object.entries(bodies)) {
        const answer = await call.send(`orchestrators/EchoInput/${call.id(part)}`, body);
        call.see(part, answer.status === 202 ? (await call.end(call.id(part))).output : answer);
      }
    },
  ],
  bodyBroken: [
    'where a body is broken',
    async (call) => {
      const path = `orchestrators/EchoInput/${call.id()}`;
      for (const body of [
        '{"a"',
        '{"a" 1}',
        '{"a":1 "b":2}',
        '[1 2]',
        '{"a":{"b":[1,x]}}',
        '}',
        '{"a":tru}',
        'nul',
        '"a\\',
        '{\n "a":x\n}',
        '1x',
        '-',
      ]) {
        const { status, body: answer } = await call.send(path, body);
        call.see(body, { status, answer });
        await call.post(`instances/${call.id()}/terminate`);
      }
    },
  ],
  bodyText: [
    'JSON of another content type is taken',
    async (call) => {
      call.see(
        'answer',
        (await call.send(`orchestrators/EchoInput/${call.id()}`, '"hello"', 'text/plain')).status,
      );
      call.see('output', (await call.end()).output);
    },
  ],
  bodyBlank: [
    'a body of blanks',
    async (call) => {
      call.see('answer', await call.send(`orchestrators/EchoInput/${call.id()}`, '  '));
    },
  ],
  bodyBig: [
    'an input of 100,000 characters',
    async (call) => {
      await call.start('EchoInput', 'y'.repeat(100_000));
      call.see('length', JSON.stringify((await call.end()).output).length);
    },
  ],
  bare: [
    'a start without a Content-Length',
    async (call) => {
      call.see('answer', await call.barePost(`orchestrators/EchoInput/${call.id()}`));
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  duplicate: [
    'an id in use is refused',
    async (call) => {
      await call.start('WaitEvent', 1);
      await call.running();
      call.see('running', await call.start('WaitEvent', 2));
      call.see(
        'by the client',
        await call.client('startNew', 'WaitEvent', { instanceId: call.id(), input: 3 }),
      );
      await call.post(`instances/${call.id()}/suspend?reason=x`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      call.see('suspended', await call.start('WaitEvent', 2));
      await call.post(`instances/${call.id()}/terminate?reason=x`);
      await call.end();
      call.see('terminated', (await call.start('Chain', 4)).status);
      call.see('replaced', await call.until((status) => status.runtimeStatus === 'Completed'));
      call.see('completed', (await call.start('BadAtOnce', 5)).status);
      call.see('replaced again', await call.until((status) => status.runtimeStatus === 'Failed'));
      call.see('failed', (await call.start('Nothing', 6)).status);
      call.see('at the end', await call.until((status) => status.runtimeStatus === 'Completed'));
    },
  ],
  waits: [
    'a start that waits for the end',
    async (call) => {
      const wait = (name: string, id: string, query: string) =>
        call.post(`orchestrators/${name}/${call.id(id)}?${query}`, 1);
      call.see('completed', await wait('EchoInput', 'a', 'timeout=15&pollingInterval=1'));
      call.see('failed', await wait('BadAtOnce', 'b', 'timeout=15&pollingInterval=1'));
      call.see('too long', await wait('WaitEvent', 'c', 'timeout=1&pollingInterval=1'));
      call.see('fractions', (await wait('EchoInput', 'd', 'timeout=15.5&pollingInterval=0.5')).status);
      call.see('interval beyond timeout', await wait('Nothing', 'e', 'timeout=1&pollingInterval=5'));
      call.see('only a timeout', (await wait('Nothing', 'f', 'timeout=5')).status);
      call.see('only an interval', (await wait('Nothing', 'g', 'pollingInterval=1')).status);
      call.see('no numbers', await wait('Nothing', 'h', 'timeout=x&pollingInterval=y'));
      call.see('negative', await wait('Nothing', 'i', 'timeout=-1&pollingInterval=-2'));
      await call.post(`instances/${call.id('c')}/terminate`);
    },
  ],
  idBlank: ['an id with a blank', withId('a%20b')],
  idPlus: ['an id with a plus', withId('a+b')],
  idEscapedPlus: ['an id with an escaped plus', withId('a%2Bb')],
  idPercent: ['an id with a percent sign', withId('a%25b')],
  idPercentTwice: ['an id with an escaped escape', withId('a%252Bb')],
  idHash: ['an id with a hash', withId('a%23b')],
  idQuestion: ['an id with a question mark', withId('a%3Fb')],
  idBackslash: ['an id with a backslash', withId('a%5Cb')],
  idSlash: ['an id with a slash', withId('a%2Fb')],
  idAccent: ['an id with an accent', withId('%C3%A9')],
  idSmile: ['an id with a smile', withId('%F0%9F%98%80')],
  idMarks: ['an id with marks', withId("a.b:c;d,e=f&g$h!i'j(k)l*m~n")],
  idAt: ['an id with an at sign', withId('a@b')],
  idControl: ['an id with a control character', withId('a%01b')],
  idLong: ['an id of 300 characters', withId('x'.repeat(270))],
});
