import type { Caller } from '../caller.ts';
import { area } from '../scenario.ts';

export const purging = area('purging', {
  one: [
    'an instance that has ended is purged',
    async (call) => {
      await call.start('Chain');
      await call.end();
      call.see('answer', await call.delete(`instances/${call.id()}`));
      call.see('after', await call.get(`instances/${call.id()}`));
      call.see('again', await call.delete(`instances/${call.id()}`));
      call.see('missing', await call.delete('instances/no-such-instance'));
    },
  ],
  states: [
    'which states may be purged',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      const path = `instances/${call.id()}`;
      call.see('running', await call.delete(path));
      await call.post(`${path}/suspend?reason=x`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      call.see('suspended', await call.delete(path));
      call.see('by the client', await call.client('purgeInstanceHistory', call.id()));
      await call.post(`${path}/terminate?reason=x`);
      await call.end();
      call.see('terminated', await call.delete(path));
      await call.start('BadAtOnce');
      await call.end();
      call.see('failed', await call.delete(path));
    },
  ],
  again: [
    'an id can be used again after a purge',
    async (call) => {
      await call.start('Nothing', 1);
      await call.end();
      await call.delete(`instances/${call.id()}`);
      call.see('answer', (await call.start('EchoInput', 2)).status);
      call.see('status', await call.end());
    },
  ],
  filters: [
    'what a purge of many needs',
    async (call) => {
      call.see('no time', await call.delete('instances'));
      call.see('bad time', await call.delete('instances?createdTimeFrom=nope'));
      call.see('only an end', await call.delete('instances?createdTimeTo=2020-01-01T00:00:00Z'));
      call.see('nothing there', await call.delete('instances?createdTimeFrom=2098-01-01T00:00:00Z'));
      call.see(
        'end before beginning',
        await call.delete(
          'instances?createdTimeFrom=2020-01-02T00:00:00Z&createdTimeTo=2020-01-01T00:00:00Z',
        ),
      );
      call.see('client without a time', await call.client('purgeInstanceHistoryBy', {}));
      call.see(
        'client, nothing there',
        await call.client('purgeInstanceHistoryBy', { createdTimeFrom: '2098-01-01T00:00:00Z' }),
      );
    },
  ],
});

const from = 'createdTimeFrom=2020-01-01T00:00:00Z';

/** One that has completed, one that has failed, one that goes on. */
async function three(call: Caller): Promise<void> {
  await call.start('Nothing', 1, call.id('a'));
  await call.start('BadAtOnce', 1, call.id('b'));
  await call.start('WaitEvent', 1, call.id('c'));
  await call.end(call.id('a'));
  await call.end(call.id('b'));
  await call.running(call.id('c'));
}

async function purge(call: Caller, query: string): Promise<void> {
  const answer = await call.delete(`instances?${query}`);
  const left = (await call.get(`instances?instanceIdPrefix=${call.id()}`)).body as { instanceId: string }[];
  call.see('purge', { ...answer, left: left.map((one) => one.instanceId) });
  await call.post(`instances/${call.id('c')}/terminate?reason=end`);
  await call.rest();
  await call.delete(`instances?${from}&runtimeStatus=Completed,Failed,Terminated`);
}

const purged = (query: string) => async (call: Caller) => {
  await three(call);
  await purge(call, query);
};

/** Purges of many take what others have started. */
export const purgingMany = area(
  'purgingMany',
  {
    failed: ['only the failed', purged(`${from}&runtimeStatus=Failed`)],
    two: ['two final states', purged(`${from}&runtimeStatus=Failed,Completed`)],
    mixed: ['a final state and another', purged(`${from}&runtimeStatus=Running,Completed`)],
    past: ['a time in which nothing began', purged(`${from}&createdTimeTo=2020-01-02T00:00:00Z`)],
    running: ['only the running', purged(`${from}&runtimeStatus=Running`)],
    none: ['no state at all', purged(from)],
    unknown: ['an unknown state', purged(`${from}&runtimeStatus=Nope`)],
    client: [
      'by the client',
      async (call) => {
        await three(call);
        call.see(
          'client',
          await call.client('purgeInstanceHistoryBy', {
            createdTimeFrom: '2020-01-01T00:00:00Z',
            runtimeStatus: ['Failed'],
          }),
        );
        await purge(call, `${from}&runtimeStatus=Completed`);
      },
    ],
  },
  'alone',
);
