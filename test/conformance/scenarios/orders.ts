import type { Step } from '../app/script-steps.ts';
import type { Caller } from '../caller.ts';
import { area, type Play } from '../scenario.ts';

async function waiting(call: Caller, ...steps: Step[]): Promise<string> {
  await call.start('Script', steps.length > 0 ? steps : [{ event: 'E' }]);
  await call.running();
  return `instances/${call.id()}`;
}

async function suspended(call: Caller, ...steps: Step[]): Promise<string> {
  const path = await waiting(call, ...steps);
  await call.post(`${path}/suspend?reason=rest`);
  await call.until((status) => status.runtimeStatus === 'Suspended');
  return path;
}

const reasoned =
  (query: string): Play =>
  async (call) => {
    const path = await waiting(call);
    call.see('suspend', await call.post(`${path}/suspend${query}`));
    const { output, historyEvents } = await call.until((status) => status.runtimeStatus === 'Suspended');
    call.see('suspended', { output, rows: historyEvents?.slice(1) });
    call.see('resume', await call.post(`${path}/resume${query}`));
    const resumed = await call.until((status) => status.runtimeStatus === 'Running');
    call.see('resumed', { output: resumed.output, rows: resumed.historyEvents?.slice(1) });
    await call.raise('E', 1);
    const { output: last } = await call.end();
    call.see('output', last);
  };

/** Suspending, resuming, ending, purging and restarting, in every state. */
export const orders = area('orders', {
  reasonNone: ['suspended and resumed without a reason', reasoned('')],
  reasonEmpty: ['with an empty reason', reasoned('?reason=')],
  reasonNumber: ['with a reason that is a number', reasoned('?reason=5')],
  reasonJson: ['with a reason of JSON', reasoned('?reason=%7B%22a%22%3A1%7D')],
  reasonDate: ['with a reason like a date', reasoned('?reason=2020-01-02T03:04:05%2B02:00')],
  reasonUnicode: ['with a reason of other letters', reasoned('?reason=%C3%A9%20%F0%9F%98%80')],
  reasonLong: ['with a reason of 2,000 characters', reasoned(`?reason=${'r'.repeat(2000)}`)],
  reasonQuoted: ['with a reason in quotes', reasoned('?reason=%22q%22')],
  reasonNull: ['with the reason null', reasoned('?reason=null')],
  terminateNull: [
    'terminated with the reason null',
    async (call) => {
      const path = await waiting(call);
      await call.post(`${path}/terminate?reason=null`);
      call.see('status', await call.end());
    },
  ],
  terminateBody: [
    'a reason in the body is not taken',
    async (call) => {
      const path = await waiting(call);
      call.see('answer', await call.post(`${path}/terminate`, 'in the body'));
      call.see('output', (await call.end()).output);
    },
  ],
  terminateStatus: [
    'a custom status stays after a termination',
    async (call) => {
      const path = await waiting(call, { status: { at: 1 } }, { activity: 'Echo', input: 1 }, { event: 'E' });
      await call.has('TaskCompleted');
      await call.post(`${path}/terminate?reason=x`);
      const { runtimeStatus, customStatus, output } = await call.end();
      call.see('status', { runtimeStatus, customStatus, output });
    },
  ],
  suspendStatus: [
    'a custom status stays while suspended',
    async (call) => {
      const path = await waiting(call, { status: { at: 1 } }, { activity: 'Echo', input: 1 }, { event: 'E' });
      await call.has('TaskCompleted');
      await call.post(`${path}/suspend`);
      const { customStatus } = await call.until((status) => status.runtimeStatus === 'Suspended');
      call.see('suspended', customStatus);
      await call.post(`${path}/resume`);
      call.see('resumed', (await call.until((status) => status.runtimeStatus === 'Running')).customStatus);
      await call.post(`${path}/terminate`);
    },
  ],
  suspendTwice: [
    'suspended and resumed twice',
    async (call) => {
      const path = await waiting(call);
      for (const round of [1, 2]) {
        await call.post(`${path}/suspend?reason=s${round}`);
        await call.until((status) => status.runtimeStatus === 'Suspended');
        call.see(`suspend again ${round}`, await call.post(`${path}/suspend`));
        await call.post(`${path}/resume?reason=r${round}`);
        await call.until((status) => status.runtimeStatus === 'Running');
        call.see(`resume again ${round}`, await call.post(`${path}/resume`));
      }
      await call.raise('E', 1);
      call.see('status', await call.end());
    },
  ],
  suspendChild: [
    'a suspended child holds up its parent',
    async (call) => {
      await call.start('Script', [{ child: 'Script', id: call.id('c'), input: [{ event: 'E' }] }]);
      await call.has('ExecutionStarted', 1, call.id('c'));
      await call.post(`instances/${call.id('c')}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended', call.id('c'));
      await call.raise('E', 1, call.id('c'));
      await call.rest();
      call.see('parent', (await call.status()).runtimeStatus);
      await call.post(`instances/${call.id('c')}/resume`);
      call.see('output', (await call.end()).output);
    },
  ],
  suspendParent: [
    'a child that ends while its parent is suspended',
    async (call) => {
      const path = await waiting(
        call,
        { child: 'Script', id: call.id('c'), input: [{ event: 'E' }] },
        { activity: 'Echo', input: 1 },
      );
      await call.has('ExecutionStarted', 1, call.id('c'));
      await call.post(`${path}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.raise('E', 1, call.id('c'));
      call.see('child', (await call.end(call.id('c'))).runtimeStatus);
      await call.rest();
      call.see('parent', (await call.status()).runtimeStatus);
      await call.post(`${path}/resume`);
      call.see('output', (await call.end()).output);
    },
  ],
  suspendEntity: [
    'an entity that answers while suspended',
    async (call) => {
      const path = await waiting(
        call,
        { entity: call.id(), operation: 'do', input: [{ sleep: 1500 }, { returns: 'late' }] },
        { activity: 'Echo', input: 1 },
      );
      await call.has('EventSent');
      await call.post(`${path}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.pause(1500);
      await call.rest();
      await call.post(`${path}/resume`);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  suspendFailure: [
    'an activity that fails while suspended',
    async (call) => {
      const path = await waiting(call, { uncaught: { activity: 'FailLater', input: 3000 } });
      await call.has('TaskScheduled');
      await call.post(`${path}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.pause(3200);
      call.see('suspended', (await call.status()).runtimeStatus);
      await call.post(`${path}/resume`);
      call.see('runtimeStatus', (await call.end()).runtimeStatus);
    },
  ],
  purgeSuspended: [
    'a suspended one can not be purged or rewound',
    async (call) => {
      const path = await suspended(call);
      call.see('purge', await call.delete(path));
      call.see('rewind', await call.post(`${path}/rewind`));
      call.see('restart', await call.post(`${path}/restart?restartWithNewInstanceId=false`));
      await call.post(`${path}/terminate`);
    },
  ],
  terminateTwice: [
    'terminated twice at once: the first reason counts',
    async (call) => {
      const path = await suspended(call);
      const answers = [(await call.post(`${path}/terminate?reason=one`)).status];
      call.see('answers', answers);
      call.see('output', (await call.end()).output);
      call.see('after', await call.post(`${path}/terminate?reason=two`));
    },
  ],
  terminateAny: [
    'a termination while an activity, a timer and a child are open',
    async (call) => {
      const path = await waiting(call, {
        all: [
          { activity: 'Slow', input: { ms: 1500, value: 1 } },
          { timer: 60_000 },
          { child: 'WaitEvent', id: call.id('c'), input: 1 },
        ],
      });
      await call.has('ExecutionStarted', 1, call.id('c'));
      await call.post(`${path}/terminate?reason=x`);
      const { historyEvents } = await call.end();
      call.see(
        'kinds',
        historyEvents?.map((row) => row.EventType),
      );
      await call.pause(1500);
      call.see('later', (await call.status()).historyEvents?.length === historyEvents?.length);
      call.see('child', (await call.status(call.id('c'))).runtimeStatus);
      await call.post(`instances/${call.id('c')}/terminate`);
    },
  ],
  purgeTree: [
    'a purge of a parent of ended and running children',
    async (call) => {
      await call.start('Script', [{ child: 'EchoInput', id: call.id('c1'), input: 1 }, { event: 'E' }]);
      await call.end(call.id('c1'));
      await call.post(`instances/${call.id()}/terminate`);
      await call.end();
      call.see('purge', await call.delete(`instances/${call.id()}`));
      call.see('child', (await call.get(`instances/${call.id('c1')}`)).status);
      call.see('purge child', await call.delete(`instances/${call.id('c1')}`));
    },
  ],
  purgeChildFirst: [
    'a purge of an ended child of a running parent',
    async (call) => {
      await call.start('Script', [
        { child: 'EchoInput', id: call.id('c1'), input: 1 },
        { event: 'E' },
        { child: 'EchoInput', id: call.id('c1'), input: 2 },
      ]);
      await call.end(call.id('c1'));
      await call.has('SubOrchestrationInstanceCompleted');
      call.see('purge', await call.delete(`instances/${call.id('c1')}`));
      await call.raise('E', 1);
      call.see('output', (await call.end()).output);
    },
  ],
  purgeQuery: [
    'a purge of one with parameters',
    async (call) => {
      await call.start('Nothing');
      await call.end();
      call.see(
        'another state',
        await call.delete(`instances/${call.id()}?runtimeStatus=Failed&createdTimeFrom=2099-01-01`),
      );
      call.see('after', (await call.get(`instances/${call.id()}`)).status);
    },
  ],
  restartChild: [
    'a child is restarted: without a parent',
    async (call) => {
      await call.start('Script', [{ child: 'Child', id: call.id('c'), input: 1 }]);
      await call.end();
      const { body } = await call.post(`instances/${call.id('c')}/restart`);
      call.see('output', (await call.end((body as { id: string }).id)).output);
      call.see(
        'same id',
        (await call.post(`instances/${call.id('c')}/restart?restartWithNewInstanceId=false`)).status,
      );
      await call.rest();
      call.see('as itself', (await call.end(call.id('c'))).output);
    },
  ],
  restartTerminated: [
    'a terminated one is restarted under its id',
    async (call) => {
      const path = await waiting(call);
      await call.post(`${path}/terminate?reason=x`);
      await call.end();
      call.see('answer', (await call.post(`${path}/restart?restartWithNewInstanceId=false`)).status);
      await call.until((status) => status.runtimeStatus === 'Running');
      await call.raise('E', 'again');
      call.see('status', await call.end());
    },
  ],
  restartUnknown: [
    'an orchestrator that does not exist is restarted',
    async (call) => {
      await call.start('DoesNotExist', 1);
      await call.end();
      const answer = await call.post(`instances/${call.id()}/restart`);
      call.see('answer', answer.status);
      call.see('status', (await call.end((answer.body as { id: string }).id)).runtimeStatus);
    },
  ],
  restartTwice: [
    'restarted twice',
    async (call) => {
      await call.start('EchoInput', { a: 1 });
      await call.end();
      for (const time of [1, 2]) {
        await call.post(`instances/${call.id()}/restart?restartWithNewInstanceId=false`);
        await call.rest();
        const { historyEvents = [], output } = await call.end();
        call.see(`time ${time}`, { output, generation: historyEvents[0]?.Generation });
      }
    },
  ],
  restartQuery: [
    'a restart with a version and other parameters',
    async (call) => {
      await call.start('Version', 1);
      await call.end();
      const answer = await call.post(`instances/${call.id()}/restart?version=1.0&newInstanceId=x&other=1`);
      call.see('answer', answer.status);
      const { runtimeStatus, output } = await call.still((answer.body as { id: string }).id);
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  methods: [
    'orders by other methods',
    async (call) => {
      const path = await waiting(call);
      for (const order of ['terminate', 'suspend', 'resume', 'rewind', 'restart', 'raiseEvent/E']) {
        for (const method of ['GET', 'PUT', 'DELETE']) {
          call.see(`${method} ${order}`, (await call.call(method, `${path}/${order}`)).status);
        }
      }
      call.see('unknown order', (await call.post(`${path}/nope`)).status);
      call.see('post to an instance', (await call.post(path, 1)).status);
      await call.post(`${path}/terminate`);
    },
  ],
});
