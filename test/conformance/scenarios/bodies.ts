import type { Answer, Caller, Status } from '../caller.ts';
import { area, type Play } from '../scenario.ts';

/** Sends a body to an instance or entity of this id, and tells what came of it. */
type Send = (body: string, id: string, call: Caller) => Promise<unknown>;

/**
 * Bodies that are JSON to some readers only, to a start, an event and a signal. Those with comments, gaps or `undefined` are in
 * values.ts: what Azure makes of them nobody can read.
 */
const texts: Record<string, [title: string, ...bodies: string[]]> = {
  commentsBroken: ['comments without an end', '/* one', '1 /* one', '[1 /', '/ 1', '# 1'],
  notFinite: [
    'numbers that are none',
    'NaN',
    'Infinity',
    '-Infinity',
    '[NaN, 1]',
    '{"a": Infinity}',
    '+Infinity',
    'nan',
  ],
  tooBig: ['numbers beyond a double', '1e400', '-1e400', '[1e400]', '1e-400', '0.1e310'],
  bigIntegers: [
    'integers of many digits',
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775809',
    '1'.repeat(60),
    '1'.repeat(400),
  ],
  quotes: ['single quotes', "'a'", "{'a': 'b\"c'}", "'it\\'s'", "'a", '"a\'b"'],
  names: ['names without quotes', '{a: 1}', '{a-b: 1}', '{1: 2}', '{$a_: 1}', '{ü: 1}', '{: 1}', '{a b: 1}'],
  escapesOdd: [
    'escapes that JSON does not have',
    '"\\x41"',
    '"\\a"',
    '"\\u12"',
    '"\\u{41}"',
    '"\\\n"',
    '"\\0"',
    '"\\v"',
  ],
  words: ['words in other letters', 'True', 'FALSE', 'Null', 'nul', 'nulll', 'true1', 'true,'],
  numbersOdd: [
    'numbers in other forms',
    '0x1F',
    '0b1',
    '0o7',
    '010',
    '08',
    '1_000',
    '1.',
    '-.5',
    '--1',
    '1-',
    '1.2.3',
    '1e',
    'e1',
  ],
  after: ['more after the value', '1 2', '{} {}', '[] x', '"a" "b"', '1}', '[1]]', 'null null'],
  ends: ['texts that end early', '[', '{', '{"a"', '{"a":', '{"a":1', '"', '[1,', '{"a":[1', '-', 't'],
  blanksOdd: [
    'blanks of other kinds',
    '\u00a01',
    '1\u2003',
    '\u2028{"a":1}',
    '\f1',
    '\v1',
    '\u00001',
    '1\u0000',
    '\u200b1',
  ],
  control: ['control characters within texts', '"\u0001"', '"\u0000"', '"a\tb"', '"a\r\nb"', '{"a\nb": 1}'],
};

const each =
  (bodies: readonly string[], send: Send): Play =>
  async (call) => {
    for (const [index, body] of bodies.entries()) {
      call.see(`${index} ${body.slice(0, 30)}`, await send(body, call.id(`${index}`), call));
    }
  };

/** The answer once it is as wanted, or after a while as it is: some bodies leave what nobody can read. */
async function patiently(call: Caller, path: string, isWanted: (answer: Answer) => boolean): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const answer = await call.get(path);
    if (isWanted(answer) || tries === 30) return answer;
    await call.pause(100);
  }
}

async function endOf(call: Caller, id: string, kind: string): Promise<Record<string, unknown>> {
  const path = `instances/${id}?showHistory=true&showHistoryOutput=true`;
  const { status, body } = await patiently(call, path, (answer) =>
    ['Completed', 'Failed'].includes((answer.body as Status | null)?.runtimeStatus ?? ''),
  );
  const { runtimeStatus, output, historyEvents } = (body ?? {}) as Status;
  return { status, runtimeStatus, output, text: historyEvents?.find((row) => row.EventType === kind)?.Input };
}

const started: Send = async (body, id, call) => {
  const answer = await call.send(`orchestrators/EchoInput/${id}`, body);
  if (answer.status !== 202) return answer;
  // The history has the text as it came on Azure, and JSON here: the trigger of our worker is one.
  const { text: _, ...end } = await endOf(call, id, 'ExecutionStarted');
  return end;
};

const raised: Send = async (body, id, call) => {
  await call.start('WaitEvent', undefined, id);
  await call.running(id);
  const answer = await call.send(`instances/${id}/raiseEvent/E`, body);
  if (answer.status !== 202) {
    await call.post(`instances/${id}/terminate`);
    return answer;
  }
  return endOf(call, id, 'EventRaised');
};

const signalled: Send = async (body, id, call) => {
  const answer = await call.send(`entities/Keeper/${id}?op=set`, body);
  if (answer.status !== 202) return answer;
  const { status, body: state } = await patiently(call, `entities/Keeper/${id}`, (one) => one.status === 200);
  return { status, state };
};

const areaOf = (send: Send): Record<string, [string, Play]> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, [title, ...bodies]]) => [name, [title, each(bodies, send)]]),
  );

export const startBodies = area('startBodies', areaOf(started));
export const eventBodies = area('eventBodies', areaOf(raised));
export const signalBodies = area('signalBodies', areaOf(signalled));
