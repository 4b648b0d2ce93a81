import * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';
import { basicActivities } from './support/basic-app.ts';
import { openEngine, type TestEngine } from './support/open-engine.ts';

const origin = 'http://localhost:7071';
const base = `${origin}/runtime/webhooks/durabletask`;

function apiApp(): void {
  basicActivities();
  df.app.orchestration('Nothing', function* (context) {
    return context.df.getInput();
  });
  df.app.orchestration('Fails', function* () {
    throw new RangeError('immediately');
  });
  df.app.orchestration('WaitEvent', function* (context) {
    return yield context.df.waitForExternalEvent('E');
  });
  df.app.orchestration('Version', function* (context) {
    return context.df.version ?? null;
  });
}

async function call(
  engine: TestEngine,
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const url = path.startsWith('http') ? path : `${base}/${path}`;
  const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
  const response = await engine.fetch(request);
  await engine.whenIdle();
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? '' : JSON.parse(text) };
}

describe('starting', () => {
  test('answers 202 with the URLs of the instance, the rewind’s left out', async () => {
    const engine = await openEngine(apiApp);
    engine.clientBinding({ origin, systemKey: 'key' });
    const answer = await call(engine, 'POST', 'orchestrators/Nothing/n1', '{"a":1}');
    const instance = `${base}/instances/n1`;
    const query = 'taskHub=TestHubName&connection=Storage&code=key';
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`${instance}?${query}`);
    expect(answer.headers.get('retry-after')).toBe('10');
    expect(Object.entries(answer.body as object)).toEqual([
      ['id', 'n1'],
      ['statusQueryGetUri', `${instance}?${query}`],
      ['sendEventPostUri', `${instance}/raiseEvent/{eventName}?${query}`],
      ['terminatePostUri', `${instance}/terminate?reason={text}&${query}`],
      ['purgeHistoryDeleteUri', `${instance}?${query}`],
      ['restartPostUri', `${instance}/restart?${query}`],
      ['suspendPostUri', `${instance}/suspend?reason={text}&${query}`],
      ['resumePostUri', `${instance}/resume?reason={text}&${query}`],
    ]);
  });

  test('gives URLs of the webhook path to who starts through the loopback base', async () => {
    const engine = await openEngine(apiApp);
    const answer = await call(
      engine,
      'POST',
      'http://127.0.0.1:17071/durabletask/orchestrators/Nothing/n1',
      '1',
    );
    expect(answer.headers.get('location')).toMatch(
      'http://127.0.0.1:17071/runtime/webhooks/durabletask/instances/n1?',
    );
  });

  test('takes any JSON of any media type, refuses what is none, and takes no body for null', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/Nothing/text', '"hello"', { 'content-type': 'text/plain' });
    expect(engine.client.status('text')?.output).toBe('hello');
    const bad = await call(engine, 'POST', 'orchestrators/Nothing/bad', '{nope');
    expect(bad).toMatchObject({ status: 400, body: { Message: 'Invalid JSON content' } });
    await call(engine, 'POST', 'orchestrators/Nothing/none', undefined, { 'content-length': '0' });
    expect(engine.client.status('none')?.input).toBeNull();
    expect(engine.traps('noContentLength')).toHaveLength(0);
    await call(engine, 'POST', 'orchestrators/Nothing/bare', undefined, {});
    expect(engine.traps('noContentLength')).toHaveLength(1);
  });

  test('answers 409 for an id in use', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/WaitEvent/w');
    expect(await call(engine, 'POST', 'orchestrators/WaitEvent/w')).toMatchObject({
      status: 409,
      body: { Message: 'An Orchestration instance with the status Running already exists.' },
    });
  });

  test.each([
    ['a%20b', 'a b', 'a+b'],
    ['plus%2Bone', 'plus one', 'plus+one'],
    ['plus%252Btwo', 'plus+two', 'plus%2Btwo'],
    ['%C3%A9', 'é', '%C3%A9'],
    ['a%5Cb', 'a\\b', 'a%5Cb'],
    ['a.b:c;d,e', 'a.b:c;d,e', 'a.b%3Ac%3Bd%2Ce'],
  ])('reads the id %s as %j and writes it as %s', async (sent, id, written) => {
    const engine = await openEngine(apiApp);
    const answer = await call(engine, 'POST', `orchestrators/Nothing/${sent}`);
    expect(answer.body).toMatchObject({ id });
    expect(answer.headers.get('location')).toBe(
      `${base}/instances/${written}?taskHub=TestHubName&connection=Storage`,
    );
  });

  test('has no route for an escaped slash', async () => {
    const engine = await openEngine(apiApp);
    expect((await call(engine, 'POST', 'orchestrators/Nothing/a%2Fb')).status).toBe(404);
  });

  test('waits for the end when asked to', async () => {
    const engine = await openEngine(apiApp);
    const wait = async (name: string, query: string): Promise<{ status: number; body: unknown }> => {
      const answer = call(engine, 'POST', `orchestrators/${name}?${query}`, '[1]');
      for (let step = 0; step < 10; step++) {
        await engine.whenIdle();
        engine.clock.advanceToNext();
      }
      return answer;
    };
    expect(await wait('Nothing', 'timeout=2&pollingInterval=0.5')).toMatchObject({ status: 200, body: [1] });
    expect(await wait('Fails', 'timeout=2&pollingInterval=0.5')).toMatchObject({
      status: 200,
      body: { runtimeStatus: 'Failed' },
    });
    expect((await wait('WaitEvent', 'timeout=2&pollingInterval=0.5')).status).toBe(202);
    expect((await wait('Nothing', 'timeout=2')).status).toBe(202);
    expect(await wait('Nothing', 'timeout=1&pollingInterval=5')).toMatchObject({
      status: 400,
      body: { Message: 'Total timeout 1 should be bigger than retry timeout 5' },
    });
  });

  test('runs older versions than its own and leaves newer ones Pending', async () => {
    const engine = await openEngine(apiApp, { settings: { defaultVersion: '2.0' } });
    for (const version of ['', '1.5', '2.0', '3.0']) {
      await call(engine, 'POST', `orchestrators/Version/v${version}?version=${version}`);
    }
    expect(engine.client.status('v')).toMatchObject({ version: '2.0', output: '2.0' });
    expect(engine.client.status('v1.5')?.output).toBe('1.5');
    expect(engine.client.status('v2.0')?.output).toBe('2.0');
    expect(engine.client.status('v3.0')?.runtimeStatus).toBe('Pending');
  });

  test('fails a version that does not match when the settings say so', async () => {
    const settings = {
      defaultVersion: '2.0',
      versionMatchStrategy: 'Strict',
      versionFailureStrategy: 'Fail',
    };
    const engine = await openEngine(apiApp, { settings });
    await call(engine, 'POST', 'orchestrators/Version/old?version=1.0');
    expect(engine.client.status('old')?.runtimeStatus).toBe('Failed');
  });
});

describe('a status', () => {
  test('is 202 with a Retry-After until the end, 200 after it, 404 when there is none', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/WaitEvent/w', '{"n":1}');
    const running = await call(engine, 'GET', 'instances/w?x=1');
    expect(running.status).toBe(202);
    expect(running.headers.get('location')).toBe(`${base}/instances/w?x=1`);
    expect(running.headers.get('retry-after')).toBe('5');
    expect(JSON.stringify(running.body)).toBe(
      '{"name":"WaitEvent","instanceId":"w","runtimeStatus":"Running","input":{"n":1},"customStatus":null,"output":null,"createdTime":"2026-01-01T00:00:00Z","lastUpdatedTime":"2026-01-01T00:00:00Z"}',
    );
    await call(engine, 'POST', 'instances/w/raiseEvent/E', '7');
    expect(await call(engine, 'GET', 'instances/w')).toMatchObject({ status: 200, body: { output: 7 } });
    expect(await call(engine, 'GET', 'instances/nobody')).toMatchObject({ status: 404, body: '' });
  });

  test('is 500 for a failed one only when asked for', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/Fails/f');
    expect((await call(engine, 'GET', 'instances/f')).status).toBe(200);
    expect((await call(engine, 'GET', 'instances/f?returnInternalServerErrorOnFailure=true')).status).toBe(
      500,
    );
  });

  test('has its history, results and input as asked for', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/Nothing/n', '1');
    const rows = async (query: string): Promise<unknown> =>
      ((await call(engine, 'GET', `instances/n?${query}`)).body as { historyEvents?: unknown }).historyEvents;
    expect(await rows('showHistory=1')).toBeUndefined();
    const Timestamp = '2026-01-01T00:00:00Z';
    const started = {
      EventType: 'ExecutionStarted',
      Input: '1',
      Correlation: null,
      ParentTraceContext: null,
      ScheduledStartTime: null,
      Generation: 0,
      GenerateNewTrace: false,
      Timestamp,
      FunctionName: 'Nothing',
    };
    const completed = {
      EventType: 'ExecutionCompleted',
      OrchestrationStatus: 'Completed',
      Result: 1,
      FailureDetails: null,
      Timestamp,
    };
    expect(JSON.stringify(await rows('SHOWHISTORY=TRUE&showHistoryOutput=true'))).toBe(
      JSON.stringify([started, completed]),
    );
    expect(await rows('showHistory=true&showInput=false')).toEqual([
      expect.not.objectContaining({ Input: '1' }),
      expect.not.objectContaining({ Result: 1 }),
    ]);
  });
});

describe('a list', () => {
  test('comes in pages in the order of ids, by prefix, status and time', async () => {
    const engine = await openEngine(apiApp);
    for (const n of [3, 1, 0, 2]) await call(engine, 'POST', `orchestrators/Nothing/p${n}`, String(n));
    await call(engine, 'POST', 'orchestrators/Fails/p4');
    await call(engine, 'POST', 'orchestrators/Nothing/other');
    const ids = async (query: string, headers?: Record<string, string>): Promise<[string[], string]> => {
      const page = await call(engine, 'GET', `instances?${query}`, undefined, headers);
      const list = page.body as { instanceId: string }[];
      return [list.map((one) => one.instanceId), page.headers.get('x-ms-continuation-token') ?? 'none'];
    };
    const [first, token] = await ids('instanceIdPrefix=p&top=2');
    expect([first, token]).toEqual([['p0', 'p1'], Buffer.from('p2').toString('base64')]);
    expect(await ids('instanceIdPrefix=p&top=9', { 'x-ms-continuation-token': token })).toEqual([
      ['p2', 'p3', 'p4'],
      '',
    ]);
    expect(await ids('top=2', { 'x-ms-continuation-token': 'nonsense' })).toEqual([[], '']);
    expect((await ids('runtimeStatus=Failed'))[0]).toEqual(['p4']);
    expect((await ids('runtimeStatus=3'))[0]).toEqual(['p4']);
    expect((await ids('runtimeStatus=Failed,Completed'))[0]).toHaveLength(6);
    expect((await ids('runtimeStatus=Failed&runtimeStatus=Completed'))[0]).toHaveLength(6);
    expect((await ids('runtimeStatus=failed'))[0]).toHaveLength(6);
    expect((await ids('createdTimeFrom=2099-01-01T00:00:00Z'))[0]).toHaveLength(0);
    expect((await ids('createdTimeFrom=nope&top=nope'))[0]).toHaveLength(6);
    expect((await ids('top=0'))[0]).toHaveLength(0);
  });

  test('is what a purge by filter deletes from', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/Nothing/n');
    await call(engine, 'POST', 'orchestrators/WaitEvent/w');
    expect(await call(engine, 'DELETE', 'instances')).toMatchObject({
      status: 400,
      body: "Please provide value for 'createdTimeFrom' parameter.",
    });
    expect((await call(engine, 'DELETE', 'instances?createdTimeFrom=2098-01-01T00:00:00Z')).status).toBe(404);
    expect(await call(engine, 'DELETE', 'instances?createdTimeFrom=2020-01-01')).toMatchObject({
      status: 200,
      body: { instancesDeleted: 1 },
    });
    expect((await call(engine, 'GET', 'instances/w')).status).toBe(202);
  });
});

describe('a message', () => {
  test('is refused in the order 404, 410, 400', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/WaitEvent/w');
    const raise = (id: string, body: string | undefined, type = 'application/json; charset=utf-8') =>
      call(engine, 'POST', `instances/${id}/raiseEvent/E`, body, { 'content-type': type });
    expect((await raise('nobody', '{nope')).status).toBe(404);
    expect((await raise('w', '')).body).toMatchObject({ Message: 'Invalid JSON content' });
    expect(await raise('w', 'hello', 'text/plain')).toMatchObject({
      status: 400,
      body: { Message: 'Only application/json request content is supported' },
    });
    expect((await raise('w', '1')).status).toBe(202);
    expect((await raise('w', 'x', 'text/plain')).status).toBe(410);
  });

  test('to suspend what is suspended is an error in the extension’s words', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/WaitEvent/w');
    expect((await call(engine, 'POST', 'instances/w/suspend?reason=pause')).status).toBe(202);
    expect(await call(engine, 'POST', 'instances/w/suspend')).toMatchObject({
      status: 500,
      body: {
        ExceptionMessage:
          'Cannot suspend the orchestration instance w because instance is in the Suspended state.',
        ExceptionType: 'System.InvalidOperationException',
      },
    });
    expect((await call(engine, 'POST', 'instances/w/resume?reason=go')).status).toBe(202);
    expect((await call(engine, 'POST', 'instances/nobody/resume')).status).toBe(404);
  });

  test('deletes one ended instance, and refuses one that runs', async () => {
    const engine = await openEngine(apiApp);
    await call(engine, 'POST', 'orchestrators/WaitEvent/w');
    expect(await call(engine, 'DELETE', 'instances/w')).toMatchObject({
      status: 412,
      body: 'Only orchestrations in a terminal state can be purged, but the orchestration with instance ID w has status Running',
    });
    await call(engine, 'POST', 'instances/w/terminate?reason=x');
    expect(await call(engine, 'DELETE', 'instances/w')).toMatchObject({
      status: 200,
      body: { instancesDeleted: 1 },
    });
    expect((await call(engine, 'DELETE', 'instances/w')).status).toBe(404);
  });
});

test('has the words of its routes in any case, and 404 for everything else', async () => {
  const engine = await openEngine(apiApp);
  await call(engine, 'POST', 'Orchestrators/WaitEvent/W');
  expect((await call(engine, 'POST', 'INSTANCES/W/RAISEEVENT/E', '1')).status).toBe(202);
  expect((await call(engine, 'GET', 'Instances/W')).body).toMatchObject({ output: 1 });
  expect((await call(engine, 'POST', 'makeprimary')).status).toBe(200);
  for (const [method, path] of [
    ['GET', ''],
    ['POST', 'instances'],
    ['GET', 'orchestrators/Nothing'],
    ['HEAD', 'instances/W'],
    ['GET', 'instances/W/raiseEvent/E'],
    ['GET', 'instances/W?taskHub=Other'],
  ] as const) {
    expect([path, (await call(engine, method, path)).status]).toEqual([path, 404]);
  }
});

test('restarts under a new id, the old one or a given one, in the extension’s words', async () => {
  const engine = await openEngine(apiApp);
  await call(engine, 'POST', 'orchestrators/Nothing/first', '{"a":1}');
  const second = (await call(engine, 'POST', 'instances/first/restart')).body as { id: string };
  expect(engine.client.status(second.id)).toMatchObject({ name: 'Nothing', input: { a: 1 } });
  const same = await call(engine, 'POST', 'instances/first/restart?restartWithNewInstanceId=false');
  expect(same.body).toMatchObject({ id: 'first' });
  await call(engine, 'POST', 'instances/first/restartWithOptions?newInstanceId=third&version=0.5');
  expect(engine.client.status('third')).toMatchObject({ version: '0.5', input: { a: 1 } });
  expect((await call(engine, 'POST', 'instances/first/restartWithOptions')).body).toEqual({
    Message: 'A new orchestration instance ID must be provided.',
  });
  expect((await call(engine, 'POST', 'instances/first/restartWithOptions?newInstanceId=@x')).status).toBe(
    400,
  );
  expect((await call(engine, 'POST', 'instances/nobody/restart')).body).toMatchObject({
    Message: 'InstanceId does not match a valid orchestration instance.',
    ExceptionMessage: "No instance with ID 'nobody' was found. (Parameter 'instanceId')",
  });
  await call(engine, 'POST', 'orchestrators/WaitEvent/w');
  expect(await call(engine, 'POST', 'instances/w/restart?restartWithNewInstanceId=false')).toMatchObject({
    status: 409,
    body: {
      Message: 'A non-terminal instance with this instance ID already exists.',
      ExceptionType: 'DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException',
    },
  });
});
