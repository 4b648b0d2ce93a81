import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { aBuild } from '../../support/builders.ts';
import { callbackSecret, TriggerBench } from '../../support/trigger-bench.ts';

const run = 'publish-blog-1-container';
const ended = {
  kind: 'ended',
  exitCode: 0,
  result: aBuild('c0ffee-1'),
};

async function aBench() {
  const bench = new TriggerBench();
  bench.runs.add(run, 'runContainer');
  const expiresAt = new Date(bench.clock.now() + 3_600_000);
  const token = await bench.tokens.issue({ runId: run, attempt: 2, expiresAt });
  const post = (body: unknown, authorization: string | undefined = `Bearer ${token}`, id = run) =>
    bench.call('POST', `/api/callbacks/${id}`, {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: authorization ? { authorization } : {},
    });
  return { bench, token, post };
}

describe('a report of a container', () => {
  test('reaches its run with the attempt of its token', async () => {
    const { bench, post } = await aBench();
    expect(await post({ kind: 'progress', step: 'building' })).toMatchObject({
      status: 202,
      body: { accepted: true },
    });
    expect(await post(ended)).toMatchObject({ status: 202 });
    expect(bench.runs.raised).toEqual([
      { id: run, event: 'containerProgress', data: { attempt: 2, step: 'building' } },
      { id: run, event: 'containerEnded', data: { attempt: 2, exitCode: 0, result: ended.result } },
    ]);
  });

  test('reaches its run with the container of its token', async () => {
    const { bench, post } = await aBench();
    const expiresAt = new Date(bench.clock.now() + 3_600_000);
    const token = await bench.tokens.issue({ runId: run, attempt: 1, container: 'worker', expiresAt });
    await post({ kind: 'ended', exitCode: 3 }, `Bearer ${token}`);
    expect(bench.runs.raised).toEqual([
      { id: run, event: 'containerEnded', data: { attempt: 1, container: 'worker', exitCode: 3 } },
    ]);
  });

  test('with a result that is too big for a history leaves it in a document', async () => {
    const { bench, post } = await aBench();
    const result = { text: 'x'.repeat(70_000) };
    expect((await post({ kind: 'ended', exitCode: 0, result })).status).toBe(202);
    const storedResult = 'result-2-main';
    expect(bench.runs.raised).toEqual([
      { id: run, event: 'containerEnded', data: { attempt: 2, exitCode: 0, storedResult } },
    ]);
    expect(await bench.documents.readValue(run, storedResult)).toEqual({ value: result });
  });

  test('of a step that the run shows already is not told again, but of another or of another attempt', async () => {
    const { bench, post } = await aBench();
    const at = (attempt: number) => ({ kind: 'container', state: 'running', attempt, step: 'building' });
    bench.runs.add(run, 'runContainer', { customStatus: at(2) });
    expect((await post({ kind: 'progress', step: 'building' })).body).toEqual({ accepted: true });
    expect(bench.runs.raised).toEqual([]);
    await post({ kind: 'progress', step: 'uploading' });
    bench.runs.add(run, 'runContainer', { customStatus: at(1) });
    await post({ kind: 'progress', step: 'building' });
    expect(bench.runs.raised.map(({ data }) => (data as { step: string }).step)).toEqual([
      'uploading',
      'building',
    ]);
  });

  test('of a large result leaves that of an earlier one as it is', async () => {
    const { bench, post } = await aBench();
    for (const letter of ['x', 'y'])
      await post({ kind: 'ended', exitCode: 0, result: letter.repeat(70_000) });
    expect(await bench.documents.readValue(run, 'result-2-main')).toEqual({ value: 'x'.repeat(70_000) });
  });

  test('of one step after another fills no history: after sixty there is one in thirty seconds', async () => {
    const { bench, post } = await aBench();
    const tell = (n: number) => post({ kind: 'progress', step: n % 2 === 0 ? 'even' : 'odd' });
    for (let n = 0; n < 60; n++) expect((await tell(n)).status).toBe(202);
    expect(await tell(60)).toMatchObject({ status: 200, body: { accepted: false } });
    expect(bench.runs.raised).toHaveLength(60);
    await bench.clock.advanceBy(30_000);
    expect((await tell(60)).status).toBe(202);
    expect((await tell(61)).status).toBe(200);
    // The end is heard all the same.
    expect((await post(ended)).body).toEqual({ accepted: true });
  });

  test('of the same end again and again is heard twenty times, and those that failed do not count', async () => {
    const { bench, post } = await aBench();
    const raise = bench.runs.raise.bind(bench.runs);
    bench.runs.raise = async () => {
      throw new Error('The storage is out.');
    };
    for (let n = 0; n < 30; n++) expect((await post(ended)).status).toBe(500);
    bench.runs.raise = raise;
    for (let n = 0; n < 20; n++) expect((await post(ended)).status).toBe(202);
    expect(await post(ended)).toMatchObject({ status: 200, body: { accepted: false } });
    expect(bench.runs.raised).toHaveLength(20);
  });

  test('that comes twice is accepted twice: the run takes the first', async () => {
    const { post } = await aBench();
    expect((await post(ended)).status).toBe(202);
    expect((await post(ended)).status).toBe(202);
  });

  test('may carry any JSON for whoever asked for the run', async () => {
    const { bench, post } = await aBench();
    for (const result of [undefined, null, 7, 'text', ['a'], { deep: { er: [true] } }]) {
      expect((await post({ kind: 'ended', exitCode: 0, result })).status).toBe(202);
    }
    const heard = bench.runs.raised as Array<{ data: { result?: unknown } }>;
    expect(heard.map(({ data }) => data.result)).toEqual([
      undefined,
      null,
      7,
      'text',
      ['a'],
      { deep: { er: [true] } },
    ]);
  });

  test('on a failure keeps its exit code and cuts an endless message', async () => {
    const { bench, post } = await aBench();
    await post({ kind: 'ended', exitCode: 65, message: 'x'.repeat(50_000) });
    const [raised] = bench.runs.raised as Array<{ data: { exitCode: number; message: string } }>;
    expect(raised?.data.exitCode).toBe(65);
    expect(raised?.data.message).toHaveLength(2_000);
  });

  test('after the end of its run is thanked and dropped', async () => {
    const { bench, post } = await aBench();
    bench.runs.add(run, 'runContainer', { runtimeStatus: 'Completed' });
    expect(await post(ended)).toMatchObject({ status: 200, body: { accepted: false } });
    expect(bench.runs.raised).toEqual([]);
  });

  test('of a run that is gone is answered with 404', async () => {
    const { bench, post } = await aBench();
    bench.runs.records.clear();
    expect(await post(ended)).toMatchObject({ status: 404, body: { code: 'run-unknown' } });
  });
});

describe('a report that is refused', () => {
  test('has no token', async () => {
    const { bench } = await aBench();
    for (const authorization of ['', 'Basic abc', 'Bearer']) {
      const headers = { authorization };
      const answer = await bench.call('POST', `/api/callbacks/${run}`, { body: ended, headers });
      expect(answer).toMatchObject({ status: 401, body: { code: 'token-missing' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('has the token of another run', async () => {
    const { bench, post } = await aBench();
    bench.runs.add('other', 'runContainer');
    expect(await post(ended, undefined, 'other')).toMatchObject({
      status: 401,
      body: { code: 'token-invalid' },
    });
    expect(bench.runs.raised).toEqual([]);
  });

  test('has a token of its own making, or one that was tampered with', async () => {
    const { token, post } = await aBench();
    const forged = await new SignJWT({ attempt: 2 })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(run)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode('another secret of more than 32 characters'));
    const [head, , signature] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: run, attempt: 9, exp: 9_999_999_999 })).toString(
      'base64url',
    );
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    for (const wrong of [forged, `${head}.${claims}.${signature}`, unsigned, 'nonsense']) {
      const answer = await post(ended, `Bearer ${wrong}`);
      expect(answer).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
      expect(answer.text).not.toContain(callbackSecret);
    }
  });

  test('comes after its token has expired', async () => {
    const { bench, post } = await aBench();
    bench.clock.advanceBy(3_600_000);
    expect(await post(ended)).toMatchObject({ status: 401, body: { code: 'token-expired' } });
  });

  test.each([
    ['is not JSON', 'no json', 400, 'invalid-json'],
    ['is of no kind', { kind: 'finished' }, 400, 'invalid-request'],
    ['has no exit code', { kind: 'ended', result: { kind: 'well' } }, 400, 'invalid-request'],
    ['has a step that is no word', { kind: 'progress', step: 'Step 1 of 3' }, 400, 'invalid-request'],
    ['has a step without end', { kind: 'progress', step: 'a'.repeat(41) }, 400, 'invalid-request'],
    ['is empty', '', 411, 'body-missing'],
    ['is larger than 4 MB', ' '.repeat(4 * 1_024 * 1_024 + 1), 413, 'body-too-large'],
  ])('%s', async (_, body, status, code) => {
    const { bench, post } = await aBench();
    expect(await post(body)).toMatchObject({ status, body: { code } });
    expect(bench.runs.raised).toEqual([]);
  });
});
