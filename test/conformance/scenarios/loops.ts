import { area, ends, outcome } from '../scenario.ts';

export const loops = area('loops', {
  counts: ['an orchestrator continues as new until it is done', ends('Loop', { n: 1, to: 3 })],
  atOnce: ['one that continues as new without a call', ends('LoopAtOnce', 0)],
  inputs: ['the next input is what JSON has', outcome('LoopSamples')],
  noInput: ['continuing as new without an input', ends('LoopInput', { next: '(none)' })],
  statusLost: [
    'the custom status is gone until it is set again',
    async (call) => {
      await call.start('LoopKeepStatus', 0);
      await call.until((status) => status.input === 1 && status.runtimeStatus === 'Running');
      call.see('status', await call.still());
      await call.raise('Go', 1);
      call.see('at the end', await call.end());
    },
  ],
  events: [
    'events that come one at a time are all seen',
    async (call) => {
      await call.start('LoopEvents');
      for (const n of [1, 2, 3]) {
        await call.until(
          ({ input, runtimeStatus }) =>
            runtimeStatus === 'Running' && (n === 1 || JSON.stringify(input).length > 7 + 2 * n),
        );
        await call.raise('E', n);
        await call.rest();
      }
      call.see('status', await call.end());
    },
  ],
  eventsSlow: [
    'events before the one that leads on are lost',
    async (call) => {
      await call.start('LoopEventsSlow');
      await call.has('ExecutionStarted');
      await call.raise('E', 'early');
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  eventsSuspended: [
    'events gathered while suspended survive',
    async (call) => {
      await call.start('LoopEvents');
      await call.running();
      await call.post(`instances/${call.id()}/suspend?reason=gather`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      for (const n of [1, 2, 3]) {
        await call.raise('E', n);
        await call.rest();
      }
      await call.post(`instances/${call.id()}/resume?reason=on`);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  openTimer: [
    'it waits for an open timer first',
    async (call) => {
      await call.start('LoopOpenTimer', 0);
      await call.has('TaskCompleted');
      call.see('before', (await call.status()).input);
      call.see('status', await call.end());
    },
  ],
  thenThrow: ['an error after continueAsNew', outcome('LoopThenThrow', 0)],
  thenCall: ['a call after continueAsNew', outcome('LoopThenCall', 0)],
  twice: ['continueAsNew called twice', outcome('LoopTwice', 'start')],
  created: [
    'a restart in place keeps the id and the name',
    async (call) => {
      await call.start('LoopKeepStatus', 0);
      await call.until((status) => status.input === 1 && status.runtimeStatus === 'Running');
      await call.still();
      const [found] = (await call.get(`instances?instanceIdPrefix=${call.id()}`)).body as object[];
      call.see('in the list', found);
      await call.raise('Go', 1);
      await call.end();
    },
  ],
});
