import { area, ends, outcome } from '../scenario.ts';

/** What host.json changes. */
export const settings = area(
  'settings',
  {
    inputs: ['inputs stand in the history', ends('Parent')],
    inputsOfKinds: ['inputs of activities in the history', ends('CallCaught', { name: 'Fail', input: 'x' })],
    openInputs: [
      'the input of an open call',
      async (call) => {
        await call.start('ParentOf', { name: 'WaitEvent', input: { a: 1 }, id: call.id('child') });
        await call.running(call.id('child'));
        call.see('status', await call.still());
        await call.raise('E', 1, call.id('child'));
        await call.end();
      },
    ],
    anyState: [
      'a running instance is replaced',
      async (call) => {
        await call.start('WaitEvent', 1);
        await call.running();
        call.see('answer', (await call.start('Nothing', 2)).status);
        call.see(
          'status',
          await call.until((status) => status.name === 'Nothing' && status.runtimeStatus === 'Completed'),
        );
      },
    ],
    maxActions: [
      'more actions than allowed',
      async (call) => {
        await call.start('Many', 10);
        await call.has('TaskCompleted', 5);
        call.see('status', await call.still());
        await call.post(`instances/${call.id()}/terminate?reason=end`);
      },
    ],
    fewActions: ['as many actions as allowed', outcome('Many', 4)],
    noRpc: [
      'the client goes by the public base',
      async (call) => {
        call.see('input', (await call.get('/api/client-input')).body);
        call.see('start', (await call.post(`/api/start/EchoInput/${call.id()}`, 1)).status);
        await call.end();
        call.see('status', await call.client('getStatus', call.id()));
        call.see('running event', await call.client('raiseEvent', call.id(), 'E', 1));
      },
    ],
    entities: ['entities with batches of one', outcome('SignalThenCall')],
  },
  'settings',
);
