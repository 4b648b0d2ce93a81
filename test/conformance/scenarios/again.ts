import { area, type Play } from '../scenario.ts';

/** Rewinding and restarting. */
const failedThenRewound =
  (program: string): Play =>
  async (call) => {
    await call.start(program);
    await call.until((status) => status.runtimeStatus === 'Failed');
    call.see('answer', await call.post(`instances/${call.id()}/rewind?reason=again`));
    const { runtimeStatus, output, historyEvents } = await call.until(
      (status) => status.runtimeStatus === 'Completed',
    );
    call.see('outcome', { runtimeStatus, output });
    call.see(
      'kinds',
      historyEvents?.map((row) => row.EventType),
    );
  };

export const rewinding = area('rewinding', {
  activity: [
    'a failed activity runs again, what went well is kept',
    async (call) => {
      await call.start('RewindMe');
      await call.until((status) => status.runtimeStatus === 'Failed');
      call.see('answer', await call.post(`instances/${call.id()}/rewind?reason=again`));
      call.see('status', await call.until((status) => status.runtimeStatus === 'Completed'));
      call.see('completed', await call.post(`instances/${call.id()}/rewind?reason=x`));
    },
  ],
  parent: [
    'a rewound parent rewinds its failed child',
    async (call) => {
      await failedThenRewound('RewindParent')(call);
      call.see('child', await call.status(call.id('child')));
    },
  ],
  twice: [
    'an instance that fails again can be rewound again',
    async (call) => {
      await call.start('RewindTwice');
      for (const _ of [1, 2]) {
        const { historyEvents } = await call.until((status) => status.runtimeStatus === 'Failed');
        call.see(
          `kinds ${_}`,
          historyEvents?.map((row) => row.EventType),
        );
        await call.post(`instances/${call.id()}/rewind?reason=again`);
        await call.rest();
      }
      const { output, historyEvents } = await call.until((status) => status.runtimeStatus === 'Completed');
      call.see('output', output);
      call.see(
        'kinds',
        historyEvents?.map((row) => row.EventType),
      );
    },
  ],
  noReason: [
    'a rewind without a reason',
    async (call) => {
      await call.start('RewindMe');
      await call.until((status) => status.runtimeStatus === 'Failed');
      call.see('answer', await call.post(`instances/${call.id()}/rewind`));
      call.see('status', await call.until((status) => status.runtimeStatus === 'Completed'));
    },
  ],
  refused: [
    'only failed instances can be rewound',
    async (call) => {
      call.see('missing', await call.post('instances/no-such-instance/rewind?reason=x'));
      await call.start('WaitEvent');
      await call.running();
      call.see('running', await call.post(`instances/${call.id()}/rewind?reason=x`));
      call.see('by the client', await call.client('rewind', call.id(), 'x'));
      call.see('client, missing', await call.client('rewind', 'no-such-instance', 'x'));
      await call.post(`instances/${call.id()}/terminate?reason=end`);
      await call.end();
      call.see('terminated', await call.post(`instances/${call.id()}/rewind?reason=x`));
    },
  ],
});

export const restarting = area('restarting', {
  newId: [
    'a restart makes a new instance',
    async (call) => {
      await call.start('Child', { a: 1 });
      await call.end();
      const answer = await call.post(`instances/${call.id()}/restart`);
      call.see('answer', answer);
      call.see('status', await call.end((answer.body as { id: string }).id));
    },
  ],
  sameId: [
    'a restart under the same id',
    async (call) => {
      await call.start('Child', { a: 1 });
      await call.end();
      call.see('answer', await call.post(`instances/${call.id()}/restart?restartWithNewInstanceId=false`));
      await call.rest();
      call.see('status', await call.end());
    },
  ],
  flag: [
    'what the flag may be',
    async (call) => {
      await call.start('Nothing', 1);
      await call.end();
      const idOf = async (query: string): Promise<boolean> => {
        const { body } = await call.post(`instances/${call.id()}/restart?${query}`);
        return (body as { id: string }).id === call.id();
      };
      call.see('true', await idOf('restartWithNewInstanceId=true'));
      call.see('no flag', await idOf('restartWithNewInstanceId=nope'));
      call.see('other case', await idOf('RESTARTWITHNEWINSTANCEID=FALSE'));
    },
  ],
  running: [
    'a running instance',
    async (call) => {
      await call.start('WaitEvent', 1);
      await call.running();
      const answer = await call.post(`instances/${call.id()}/restart`);
      call.see('new id', answer);
      call.see('same id', await call.post(`instances/${call.id()}/restart?restartWithNewInstanceId=false`));
      await call.post(`instances/${call.id()}/terminate`);
      await call.post(`instances/${(answer.body as { id: string }).id}/terminate`);
    },
  ],
  missing: [
    'an instance that is not there',
    async (call) => {
      call.see('answer', await call.post('instances/no-such-instance/restart'));
      call.see(
        'with options',
        await call.post('instances/no-such-instance/restartWithOptions?newInstanceId=x'),
      );
      call.see('GET', (await call.get('instances/no-such-instance/restart')).status);
    },
  ],
  failed: [
    'a failed instance',
    async (call) => {
      await call.start('BadAtOnce', 1);
      await call.end();
      const answer = await call.post(`instances/${call.id()}/restart`);
      call.see('answer', answer.status);
      call.see('status', await call.end((answer.body as { id: string }).id));
    },
  ],
  options: [
    "a restart under an id of one's own",
    async (call) => {
      await call.start('Child', { a: 1 });
      await call.end();
      call.see(
        'answer',
        await call.post(`instances/${call.id()}/restartWithOptions?newInstanceId=${call.id('new')}`),
      );
      call.see('status', await call.end(call.id('new')));
      call.see('no id', await call.post(`instances/${call.id()}/restartWithOptions`));
      call.see('empty id', await call.post(`instances/${call.id()}/restartWithOptions?newInstanceId=`));
      call.see('bad id', await call.post(`instances/${call.id()}/restartWithOptions?newInstanceId=@x`));
    },
  ],
  optionsVersion: [
    'a restart as another version',
    async (call) => {
      await call.start('Version', 1);
      await call.end();
      const answer = await call.post(
        `instances/${call.id()}/restartWithOptions?newInstanceId=${call.id('new')}&version=1.5`,
      );
      call.see('answer', answer.status);
      call.see('status', await call.still(call.id('new')));
    },
  ],
});
