import { area, type Play } from '../scenario.ts';

const waiting: Play = async (call) => {
  await call.start('WaitEvent', 1);
  await call.running();
};

/** How a reason is shown. */
const terminated =
  (query: string): Play =>
  async (call) => {
    await waiting(call);
    call.see('answer', await call.post(`instances/${call.id()}/terminate${query}`));
    call.see('status', await call.end());
  };

export const control = area('control', {
  terminate: ['a running instance is terminated', terminated('?reason=because%20of%20%22x%22')],
  reasonNone: ['terminated without a reason', terminated('')],
  reasonEmpty: ['terminated with an empty reason', terminated('?reason=')],
  reasonNumber: ['a reason that is a number', terminated('?reason=5')],
  reasonObject: ['a reason that is an object', terminated('?reason=%7B%22a%22%3A1%7D')],
  reasonQuoted: ['a reason in quotes', terminated('?reason=%22q%22')],
  reasonDate: ['a reason that looks like a date', terminated('?reason=2020-01-02T03:04:05Z')],
  reasonPlus: ['a reason with a plus', terminated('?reason=a+b%2Bc')],
  reasonTwice: ['two reasons', terminated('?reason=a&reason=b')],
  reasonBlanks: ['a reason with blanks around it', terminated('?reason=%20x%20')],
  reasonOtherCase: ['the parameter in other letters', terminated('?REASON=x')],
  terminateEnded: [
    'an instance that has ended takes no orders',
    async (call) => {
      await call.start('Nothing');
      await call.end();
      for (const word of ['terminate', 'suspend', 'resume']) {
        call.see(word, await call.post(`instances/${call.id()}/${word}?reason=x`));
        call.see(`${word} a missing one`, await call.post(`instances/no-such-instance/${word}?reason=x`));
        call.see(`GET ${word}`, (await call.get(`instances/${call.id()}/${word}?reason=x`)).status);
      }
    },
  ],
  terminatePending: [
    'one that has only been started is terminated',
    async (call) => {
      await call.start('WaitEvent');
      call.see('answer', (await call.post(`instances/${call.id()}/terminate?reason=early`)).status);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  terminateParent: [
    'children of a terminated instance go on',
    async (call) => {
      await call.start('ParentOf', { name: 'WaitEvent', input: 1, id: call.id('child') });
      await call.running(call.id('child'));
      await call.has('SubOrchestrationInstanceCreated');
      await call.post(`instances/${call.id()}/terminate?reason=stop`);
      call.see('parent', await call.end());
      call.see('child', (await call.still(call.id('child'))).runtimeStatus);
      await call.raise('E', 1, call.id('child'));
      call.see('child at the end', (await call.end(call.id('child'))).output);
    },
  ],
  terminateChild: [
    'the parent of a terminated child',
    async (call) => {
      await call.start('ParentOf', { name: 'WaitEvent', input: 1, id: call.id('child') });
      await call.running(call.id('child'));
      await call.post(`instances/${call.id('child')}/terminate?reason=stop%20child`);
      call.see('child', await call.end(call.id('child')));
      const { runtimeStatus, output } = await call.end();
      call.see('parent', { runtimeStatus, output });
    },
  ],
  terminateInFlight: [
    'the result of an activity in flight is dropped',
    async (call) => {
      await call.start('Buffered');
      await call.running();
      await call.post(`instances/${call.id()}/terminate?reason=x`);
      await call.end();
      await call.pause(1200);
      const { runtimeStatus, output } = await call.still();
      call.see('afterwards', { runtimeStatus, output });
    },
  ],
  terminateSuspended: [
    'a suspended instance is terminated',
    async (call) => {
      await waiting(call);
      await call.post(`instances/${call.id()}/suspend?reason=x`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      call.see('answer', (await call.post(`instances/${call.id()}/terminate?reason=y`)).status);
      call.see('status', await call.end());
    },
  ],
  suspend: [
    'an instance is suspended and resumed',
    async (call) => {
      await waiting(call);
      const path = `instances/${call.id()}`;
      call.see('suspend', await call.post(`${path}/suspend?reason=pause`));
      await call.until((status) => status.runtimeStatus === 'Suspended');
      call.see('suspended', await call.get(path));
      call.see('suspend again', await call.post(`${path}/suspend?reason=pause`));
      call.see('event', (await call.raise('E', 'kept')).status);
      await call.rest();
      const { runtimeStatus, output } = await call.status();
      call.see('after an event', { runtimeStatus, output });
      call.see('resume', await call.post(`${path}/resume?reason=go`));
      const end = await call.end();
      call.see('outcome', { runtimeStatus: end.runtimeStatus, output: end.output });
      call.see(
        'kinds',
        end.historyEvents?.map((row) => row.EventType),
      );
    },
  ],
  suspendReason: [
    'what a reason of a suspension looks like',
    async (call) => {
      await waiting(call);
      await call.post(`instances/${call.id()}/suspend?reason=5`);
      call.see('with', (await call.until((status) => status.runtimeStatus === 'Suspended')).output);
      await call.post(`instances/${call.id()}/resume`);
      call.see('after', (await call.until((status) => status.runtimeStatus === 'Running')).output);
      await call.post(`instances/${call.id()}/suspend`);
      call.see('without', (await call.until((status) => status.runtimeStatus === 'Suspended')).output);
      await call.post(`instances/${call.id()}/resume?reason=back`);
      call.see('resumed with', (await call.until((status) => status.runtimeStatus === 'Running')).output);
      await call.post(`instances/${call.id()}/terminate`);
      call.see('at the end', (await call.end()).output);
    },
  ],
  resumeRunning: [
    'a running instance can not be resumed',
    async (call) => {
      await waiting(call);
      call.see('answer', await call.post(`instances/${call.id()}/resume?reason=go`));
      call.see('status', await call.still());
      await call.post(`instances/${call.id()}/terminate?reason=end`);
    },
  ],
  suspendTimer: [
    'a timer that falls due while suspended',
    async (call) => {
      await call.start('Timer', 3000);
      await call.has('TimerCreated');
      await call.post(`instances/${call.id()}/suspend?reason=x`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.pause(3000);
      const { runtimeStatus } = await call.still();
      call.see('after the timer', runtimeStatus);
      await call.post(`instances/${call.id()}/resume?reason=x`);
      call.see('output', (await call.end()).output);
    },
  ],
  suspendActivity: [
    'an activity that ends while suspended',
    async (call) => {
      await call.start('Call', { name: 'Slow', input: { ms: 1500, value: 'slow' } });
      await call.running();
      await call.post(`instances/${call.id()}/suspend?reason=x`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.pause(1500);
      call.see('after the activity', (await call.still()).runtimeStatus);
      await call.post(`instances/${call.id()}/resume?reason=x`);
      call.see('output', (await call.end()).output);
    },
  ],
  suspendStatus: [
    'a custom status of code that should wait',
    async (call) => {
      await call.start('StatusSuspended');
      await call.running();
      await call.post(`instances/${call.id()}/suspend?reason=x`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.raise('Go', 1);
      const { runtimeStatus, customStatus } = await call.still();
      call.see('suspended', { runtimeStatus, customStatus });
      await call.post(`instances/${call.id()}/resume?reason=x`);
      const end = await call.end();
      call.see('at the end', { runtimeStatus: end.runtimeStatus, customStatus: end.customStatus });
    },
  ],
  suspendRace: [
    'a race that is decided while suspended',
    async (call) => {
      await call.start('AnyEvent', 60_000);
      await call.has('TimerCreated');
      await call.post(`instances/${call.id()}/suspend?reason=x`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.raise('Approval', 1);
      call.see('suspended', (await call.still()).runtimeStatus);
      await call.post(`instances/${call.id()}/resume?reason=x`);
      call.see('output', (await call.end()).output);
    },
  ],
});
