import type { Step } from '../app/script-steps.ts';
import { area, type Play } from '../scenario.ts';

type Found = { instanceId: string; input: unknown };
const idsOf = (body: unknown): unknown =>
  Array.isArray(body) ? (body as Found[]).map((one) => one.instanceId) : body;
const echo = (input: unknown): Step => ({ activity: 'Echo', input });

/** Notes the whole history that steps leave. */
const historyOf =
  (...steps: Step[]): Play =>
  async (call) => {
    await call.start('Script', steps);
    await call.end();
    const path = `instances/${call.id()}`;
    const rowsOf = async (query: string): Promise<unknown> => {
      const { historyEvents } = (await call.get(`${path}?${query}`)).body as {
        historyEvents?: Record<string, unknown>[];
      };
      return historyEvents?.map((row) =>
        row.EventType === 'ExecutionStarted' ? { ...row, Input: '(steps)' } : row,
      );
    };
    call.see('whole', await rowsOf('showHistory=true&showHistoryOutput=true'));
    call.see('without outputs', await rowsOf('showHistory=true'));
    call.see('without inputs', await rowsOf('showHistory=true&showHistoryOutput=true&showInput=false'));
  };

/** A start with this query. */
const startedWith =
  (query: string, steps: Step[], look: (answer: unknown) => unknown = (answer) => answer): Play =>
  async (call) => {
    call.see('answer', look(await call.post(`orchestrators/Script/${call.id()}${query}`, steps)));
    await call.post(`instances/${call.id()}/terminate`);
  };

/** Reading histories, lists and starting with conditions. */
export const queries = area('queries', {
  historyTimers: ['the history of timers', historyOf({ timer: '2020-01-02T03:04:05.000Z' }, { timer: 50 })],
  historyChild: [
    'the history of a child that succeeds and one that fails',
    historyOf({ child: 'EchoInput', id: '{id}-c', input: { a: 1 } }, { child: 'BadAtOnce', input: 2 }),
  ],
  historyEntity: [
    'the history of entity calls',
    historyOf(
      { signal: '{id}', operation: 'append', input: { a: 1 } },
      { entity: '{id}', operation: 'get' },
      { entity: '{id}', operation: 'do', input: [{ throws: 'x' }] },
    ),
  ],
  historyFailure: [
    'the history of failures',
    historyOf({ activity: 'Fail', input: { a: 1 } }, { activity: 'Detailed' }, echo('after')),
  ],
  historyHttp: [
    'the history of a refused request',
    historyOf({ http: { method: 'GET', url: 'http://127.0.0.1:9/' } }, echo(1)),
  ],
  historyEvents: [
    'the history of events, a suspension and an end from outside',
    async (call) => {
      await call.start('Script', [{ event: 'E' }, { event: 'F' }, { event: 'G' }]);
      await call.running();
      await call.raise('E', { a: [1] });
      await call.has('EventRaised');
      await call.post(`instances/${call.id()}/suspend?reason=a%20rest`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.post(`instances/${call.id()}/resume?reason=go`);
      await call.until((status) => status.runtimeStatus === 'Running');
      await call.raise('F', 'text');
      await call.has('EventRaised', 2);
      await call.post(`instances/${call.id()}/terminate?reason=enough`);
      await call.end();
      for (const query of [
        'showHistory=true',
        'showHistory=true&showHistoryOutput=true',
        'showHistory=true&showInput=false',
      ]) {
        call.see(query, (await call.status(call.id(), query)).historyEvents?.slice(1));
      }
    },
  ],
  historyContinued: ['the history after continuing as new', historyOf(echo(1), { continues: [echo(2)] })],
  historyOpen: [
    'the history of open calls',
    async (call) => {
      await call.start('Script', [
        {
          all: [
            { event: 'E' },
            { timer: 60_000 },
            { child: 'WaitEvent', id: call.id('c'), input: 1 },
            { activity: 'Slow', input: { ms: 4000, value: 1 } },
            { entity: call.id(), operation: 'do', input: [{ sleep: 4000 }] },
          ],
        },
      ]);
      await call.has('EventSent');
      for (const query of ['showHistory=true', 'showHistory=true&showHistoryOutput=true&showInput=false']) {
        call.see(query, (await call.status(call.id(), query)).historyEvents?.slice(1));
      }
      for (const id of [call.id(), call.id('c')]) await call.post(`instances/${id}/terminate`);
    },
  ],
  historyParent: [
    'the history of a child',
    async (call) => {
      await call.start('Script', [{ child: 'Script', id: call.id('c'), input: [echo(1)] }]);
      await call.end();
      call.see('child', await call.status(call.id('c')));
    },
  ],
  historyFlags: [
    'what flags may be',
    async (call) => {
      await call.start('Nothing', 1);
      await call.end();
      const shows = async (query: string): Promise<unknown> => {
        const { status, body } = await call.get(`instances/${call.id()}?${query}`);
        const { historyEvents, input } = (body ?? {}) as { historyEvents?: unknown[]; input?: unknown };
        return { status, input, rows: historyEvents?.length ?? null };
      };
      for (const query of [
        'showHistory=yes',
        'showHistory=',
        'showHistory',
        'showHistory=True',
        'showHistory=%20true%20',
        'showHistory=true&showHistory=false',
        'showInput=0',
        'showInput=FALSE',
        'showInput=',
        'showHistory=true&showInput=nope',
        'returnInternalServerErrorOnFailure=true',
      ])
        call.see(query, await shows(query));
    },
  ],
  createdTime: [
    'the time of creation moves by continuing as new only',
    async (call) => {
      await call.start('Script', [echo(1), { event: 'E' }, { continues: [{ event: 'E' }] }]);
      const first = (await call.running()) as unknown as { createdTime: string };
      await call.pause(1100);
      await call.raise('E', 1);
      await call.until(({ input }) => JSON.stringify(input) === '[{"event":"E"}]');
      const second = (await call.still()) as unknown as { createdTime: string; lastUpdatedTime: string };
      call.see('moved', second.createdTime > first.createdTime);
      await call.pause(1100);
      await call.raise('E', 2);
      const third = (await call.end()) as unknown as { createdTime: string; lastUpdatedTime: string };
      call.see('then not', third.createdTime === second.createdTime);
      call.see('updated', third.lastUpdatedTime > second.lastUpdatedTime);
    },
  ],
  updatedTime: [
    'the time of the last update moves with each turn',
    async (call) => {
      await call.start('Script', [{ event: 'E' }, { event: 'E' }]);
      const times: string[] = [];
      const note = async (): Promise<void> => {
        times.push(((await call.still()) as unknown as { lastUpdatedTime: string }).lastUpdatedTime);
        await call.pause(1100);
      };
      await note();
      await call.raise('E', 1);
      await note();
      await call.post(`instances/${call.id()}/suspend`);
      await note();
      await call.post(`instances/${call.id()}/resume`);
      await note();
      await call.raise('Other', 1);
      await note();
      await call.post(`instances/${call.id()}/terminate`);
      await note();
      call.see(
        'moves',
        times.slice(1).map((time, index) => time > (times[index] ?? '')),
      );
    },
  ],
  listStates: [
    'instances in each state',
    async (call) => {
      await call.start('Nothing', 1, call.id('completed'));
      await call.start('BadAtOnce', 1, call.id('failed'));
      for (const part of ['running', 'suspended', 'terminated'])
        await call.start('WaitEvent', 1, call.id(part));
      for (const part of ['running', 'suspended', 'terminated']) await call.running(call.id(part));
      await call.post(`instances/${call.id('suspended')}/suspend?reason=x`);
      await call.post(`instances/${call.id('terminated')}/terminate?reason=y`);
      for (const part of ['completed', 'failed', 'terminated']) await call.end(call.id(part));
      await call.until((status) => status.runtimeStatus === 'Suspended', call.id('suspended'));
      const path = `instances?instanceIdPrefix=${call.id()}-`;
      call.see('all', await call.get(path));
      for (const state of [
        'Running',
        'Completed',
        'Failed',
        'Terminated',
        'Suspended',
        'Pending',
        'Canceled',
        'ContinuedAsNew',
      ]) {
        call.see(state, idsOf((await call.get(`${path}&runtimeStatus=${state}`)).body));
      }
      for (const query of [
        'runtimeStatus=Running,Suspended',
        'runtimeStatus=Running&runtimeStatus=Failed',
        'runtimeStatus=,',
        'runtimeStatus=7',
        'runtimeStatus=99',
        'runtimeStatus=-1',
        'runtimeStatus=Running;Failed',
        'runtimeStatus=%20Running',
        'runtimeStatus=[Running]',
        'runtimestatus=Running',
        'runtimeStatus=1,3',
        'runtimeStatus=0x1',
      ]) {
        call.see(query, idsOf((await call.get(`${path}&${query}`)).body));
      }
      for (const part of ['running', 'suspended']) await call.post(`instances/${call.id(part)}/terminate`);
    },
  ],
  listTimes: [
    'forms of times',
    async (call) => {
      await call.start('Nothing', 1);
      await call.end();
      const count = async (query: string): Promise<unknown> => {
        const { status, body } = await call.get(`instances?instanceIdPrefix=${call.id()}&${query}`);
        return Array.isArray(body) ? body.length : status;
      };
      for (const time of [
        '2099-01-01',
        '2099-01-01T00:00:00',
        '2099-01-01T00:00:00.000Z',
        '2099-01-01T00:00:00.0000000Z',
        '2099-01-01T00:00:00%2B02:00',
        '2099-01-01 00:00:00',
        '2099-01-01T00:00Z',
        '1/31/2099',
        '31/1/2099',
        '2099',
        '4070908800000',
        'Thu, 01 Jan 2099 00:00:00 GMT',
        'January 1, 2099',
        '20990101',
        '2099-01',
        '',
        'null',
        '9999-12-31T23:59:59Z',
        '0001-01-01',
      ]) {
        call.see(`from ${time}`, await count(`createdTimeFrom=${time}`));
        call.see(`to ${time}`, await count(`createdTimeTo=${time}`));
      }
    },
  ],
  listPages: [
    'what pages may be',
    async (call) => {
      for (const part of ['a', 'b', 'c']) {
        await call.start('Nothing', { part }, call.id(part));
        await call.end(call.id(part));
      }
      const path = `instances?instanceIdPrefix=${call.id()}-`;
      for (const top of ['1', '2', '3', '4', '1.5', ' 2', '%2B2', '1e1', '2147483648', 'nope', '', '0x2']) {
        const { status, headers, body } = await call.get(`${path}&top=${top}`);
        call.see(`top ${top}`, {
          status,
          token: headers['x-ms-continuation-token'] ?? null,
          found: idsOf(body),
        });
      }
      call.see('Top', idsOf((await call.get(`${path}&Top=1`)).body));
      const first = await call.get(`${path}&top=1&runtimeStatus=Completed`);
      const token = first.headers['x-ms-continuation-token'] ?? '';
      call.see('next', idsOf((await call.get(`${path}&top=1`, { 'x-ms-continuation-token': token })).body));
      call.see('next of all', idsOf((await call.get(path, { 'x-ms-continuation-token': token })).body));
      call.see(
        'next of another',
        idsOf(
          (
            await call.get('instances?instanceIdPrefix=no-such-instance', {
              'x-ms-continuation-token': token,
            })
          ).body,
        ),
      );
      call.see('empty token', idsOf((await call.get(path, { 'x-ms-continuation-token': '' })).body));
      call.see(
        'without input',
        ((await call.get(`${path}&showInput=false`)).body as Found[]).map((one) => one.input),
      );
      call.see('with outputs of the history', (await call.get(`${path}&showHistoryOutput=true&top=1`)).body);
      call.see('by POST', (await call.post(path)).status);
    },
  ],
  listPrefix: [
    'what a prefix may be',
    async (call) => {
      for (const part of ['a', 'A', 'a_b', 'a%25b', 'ab']) {
        await call.post(`orchestrators/Nothing/${call.id()}-${part}`, 1);
      }
      await call.rest();
      await call.rest();
      for (const prefix of [
        '',
        '-a',
        '-A',
        '-a_',
        '-a%25',
        '-a%2525',
        '-%25',
        '-_',
        '-a*',
        "-a'",
        '-b',
        '%20',
      ]) {
        call.see(
          `prefix ${prefix}`,
          idsOf((await call.get(`instances?instanceIdPrefix=${call.id()}${prefix}`)).body),
        );
      }
      call.see(
        'twice',
        idsOf(
          (await call.get(`instances?instanceIdPrefix=${call.id()}-a&instanceIdPrefix=${call.id()}-b`)).body,
        ),
      );
      call.see('unknown hub', (await call.get(`instances?instanceIdPrefix=${call.id()}&taskHub=Nope`)).body);
    },
  ],
  waitsForEnd: [
    'a start that waits for a short one',
    startedWith('?timeout=20&pollingInterval=1', [{ returns: { a: 1 } }]),
  ],
  waitsForText: [
    'a start that waits for a text',
    startedWith('?timeout=20&pollingInterval=1', [{ returns: 'text' }]),
  ],
  waitsForNothing: [
    'a start that waits for an end without an output',
    async (call) =>
      call.see(
        'answer',
        await call.post(`orchestrators/Nothing/${call.id()}?timeout=20&pollingInterval=1`, 1),
      ),
  ],
  waitsForFailure: [
    'a start that waits for a failure',
    startedWith('?timeout=20&pollingInterval=1', [{ throws: 'x' }]),
  ],
  waitsInVain: ['a start that waits in vain', startedWith('?timeout=1&pollingInterval=1', [{ event: 'E' }])],
  waitsZero: [
    'a start that waits for no time',
    startedWith(
      '?timeout=0&pollingInterval=0',
      [{ event: 'E' }],
      (answer) => (answer as { status: number }).status,
    ),
  ],
  waitsNegative: [
    'a start with a negative time',
    startedWith('?timeout=-1&pollingInterval=-2', [{ event: 'E' }]),
  ],
  waitsBad: [
    'a start with times that are none',
    startedWith('?timeout=a&pollingInterval=b', [{ event: 'E' }]),
  ],
  waitsOnlyTimeout: ['a start with a timeout only', startedWith('?timeout=1', [{ event: 'E' }])],
  waitsOtherCase: [
    'a start with the parameters in other letters',
    startedWith('?TIMEOUT=20&POLLINGINTERVAL=1', [{ returns: 1 }]),
  ],
  waitsComma: [
    'a start with a comma in its time',
    startedWith('?timeout=1,5&pollingInterval=1', [{ event: 'E' }]),
  ],
  startQuery: [
    'a start with parameters that it does not know',
    startedWith('?instanceId=other&input=1&version=&taskHub=Conformance', [{ event: 'E' }]),
  ],
  startOtherHub: [
    'a start in another hub',
    startedWith('?taskHub=Nope', [{ event: 'E' }], (answer) => (answer as { status: number }).status),
  ],
  connection: [
    'another connection',
    async (call) => {
      await call.start('WaitEvent', 1);
      await call.running();
      for (const connection of ['Storage', 'AzureWebJobsStorage', 'Nope', '']) {
        call.see(
          `${connection} status`,
          (await call.get(`instances/${call.id()}?connection=${connection}`)).status,
        );
        call.see(
          `${connection} event`,
          (await call.post(`instances/${call.id()}/raiseEvent/Other?connection=${connection}`, 1)).status,
        );
        call.see(
          `${connection} list`,
          (await call.get(`instances?instanceIdPrefix=${call.id()}&connection=${connection}`)).status,
        );
      }
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  otherHub: [
    'everything of another hub',
    async (call) => {
      await call.start('Nothing', 1);
      await call.end();
      const hub = 'taskHub=Nope';
      call.see('start', await call.post(`orchestrators/Nothing/${call.id('other')}?${hub}`, 1));
      call.see('status', await call.get(`instances/${call.id()}?${hub}`));
      call.see('list', await call.get(`instances?instanceIdPrefix=${call.id()}-none&${hub}`));
      call.see('purge', await call.delete(`instances/${call.id()}?${hub}`));
      call.see('purge many', await call.delete(`instances?createdTimeFrom=2098-01-01&${hub}`));
      for (const order of ['terminate', 'suspend', 'resume', 'rewind', 'restart', 'raiseEvent/E']) {
        call.see(order, await call.post(`instances/${call.id()}/${order}?${hub}`, 1));
      }
      call.see('signal', await call.post(`entities/Puppet/${call.id()}?op=append&${hub}`, 1));
      call.see('signal unknown', (await call.post(`entities/Nope/${call.id()}?op=append&${hub}`, 1)).status);
      call.see('read', await call.get(`entities/Puppet/${call.id()}?${hub}`));
      call.see('delete', await call.delete(`entities/Puppet/${call.id()}?${hub}`));
      call.see('entities', (await call.get(`entities/nope?${hub}`)).status);
      call.see('empty hub', (await call.get(`instances/${call.id()}?taskHub=`)).status);
      call.see(
        'own hub in other letters',
        (await call.get(`instances/${call.id()}?taskHub=CONFORMANCE`)).status,
      );
    },
  ],
  startForwarded: [
    'a start with headers of a proxy',
    async (call) => {
      const { body } = await call.call('POST', `orchestrators/Nothing/${call.id()}`, {
        headers: { 'x-forwarded-host': 'proxy.example', 'x-forwarded-proto': 'https', 'content-length': '0' },
      });
      call.see('answer', body);
    },
  ],
  startEmptyId: [
    'a start with a slash and no id',
    async (call) => {
      const { status, body } = await call.post('orchestrators/Nothing/', 1);
      call.see('answer', { status, hasId: typeof (body as { id?: string } | null)?.id });
    },
  ],
  startMethods: [
    'a start by other methods',
    async (call) => {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        call.see(method, (await call.call(method, `orchestrators/Nothing/${call.id()}`)).status);
      }
      call.see('no name', (await call.post('orchestrators', 1)).status);
      call.see('too long', (await call.post(`orchestrators/Nothing/${call.id()}/more`, 1)).status);
    },
  ],
  startStates: [
    'a start under an id in each state',
    async (call) => {
      await call.start('WaitEvent', 1);
      call.see('pending or running', (await call.start('WaitEvent', 2)).status);
      await call.running();
      await call.post(`instances/${call.id()}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      call.see('suspended', await call.start('WaitEvent', 3));
      await call.post(`instances/${call.id()}/terminate`);
      await call.end();
      call.see('terminated', (await call.start('EchoInput', 4)).status);
      call.see('again', (await call.end()).output);
      await call.start('BadAtOnce', 5);
      await call.until((status) => status.runtimeStatus === 'Failed');
      await call.start('EchoInput', 6);
      call.see(
        'after a failure',
        (await call.until((status) => status.runtimeStatus === 'Completed')).output,
      );
    },
  ],
});
