import { area } from '../scenario.ts';

/** The client within activities, and more of what its methods can be given. */
export const callers = area('callers', {
  fromActivity: [
    'an activity starts an instance and reads it',
    async (call) => {
      await call.start('Script', [
        {
          activity: 'UseClient',
          input: { method: 'startNew', args: ['EchoInput', { instanceId: call.id('s'), input: { a: 1 } }] },
        },
      ]);
      call.see('output', (await call.end()).output);
      call.see('started', (await call.end(call.id('s'))).output);
    },
  ],
  activityRaises: [
    'an activity raises an event for its own instance',
    async (call) => {
      await call.start('Script', [
        {
          activity: 'UseClient',
          input: { method: 'raiseEvent', args: [call.id(), 'E', { from: 'activity' }] },
        },
        { event: 'E' },
      ]);
      call.see('output', (await call.end()).output);
    },
  ],
  activitySignals: [
    'an activity signals an entity',
    async (call) => {
      await call.start('Script', [
        {
          activity: 'UseClient',
          input: { method: 'signalEntity', args: [{ entity: ['Puppet', call.id()] }, 'append', 1] },
        },
      ]);
      call.see('output', (await call.end()).output);
      call.see(
        'state',
        (await call.untilAnswer(`entities/Puppet/${call.id()}`, ({ status }) => status === 200)).body,
      );
    },
  ],
  activityTerminates: [
    'an activity terminates its own instance',
    async (call) => {
      await call.start('Script', [
        { activity: 'UseClient', input: { method: 'terminate', args: [call.id(), 'by itself'] } },
        { event: 'E' },
      ]);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  startOptions: [
    'startNew with odd options',
    async (call) => {
      call.see('no name', await call.client('startNew', ''));
      call.see('number', await call.client('startNew', 'EchoInput', { instanceId: call.id('n'), input: 0 }));
      call.see('zero', (await call.end(call.id('n'))).output);
      call.see(
        'false',
        await call.client('startNew', 'EchoInput', { instanceId: call.id('f'), input: false }),
      );
      call.see('output', (await call.end(call.id('f'))).output);
      call.see('twice', await call.client('startNew', 'WaitEvent', { instanceId: call.id('w') }));
      await call.running(call.id('w'));
      call.see('twice again', await call.client('startNew', 'WaitEvent', { instanceId: call.id('w') }));
      await call.post(`instances/${call.id('w')}/terminate`);
    },
  ],
  hub: [
    'methods with another hub and connection',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      call.see(
        'own hub',
        await call.client('raiseEvent', call.id(), 'Other', 1, { taskHubName: 'Conformance' }),
      );
      call.see('other hub', await call.client('raiseEvent', call.id(), 'E', 1, { taskHubName: 'Nope' }));
      call.see(
        'signal in another hub',
        await call.client('signalEntity', { entity: ['Puppet', call.id()] }, 'append', 1, {
          taskHubName: 'Nope',
        }),
      );
      call.see(
        'read in another hub',
        await call.client('readEntityState', { entity: ['Puppet', call.id()] }, { taskHubName: 'Nope' }),
      );
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  empties: [
    'methods with empty arguments',
    async (call) => {
      for (const [method, ...args] of [
        ['terminate', '', 'x'],
        ['suspend', '', 'x'],
        ['resume', '', 'x'],
        ['rewind', '', 'x'],
        ['purgeInstanceHistory', ''],
        ['raiseEvent', '', 'E', 1],
        ['createHttpManagementPayload', ''],
      ] as [string, ...unknown[]][]) {
        call.see(method, await call.client(method, ...args));
      }
    },
  ],
  reasons: [
    'reasons of the client',
    async (call) => {
      for (const [name, reason] of [
        ['empty', ''],
        ['number', 5],
        ['amp', 'a&b=c#d?e+f%g'],
        ['unicode', 'é😀'],
      ] as const) {
        await call.start('WaitEvent', 1, call.id(name));
        await call.running(call.id(name));
        call.see(name, await call.client('terminate', call.id(name), reason));
        call.see(`${name} output`, (await call.end(call.id(name))).output);
      }
    },
  ],
  eventData: [
    'data of events by the client',
    async (call) => {
      for (const [name, data] of Object.entries({
        list: [1, null],
        true: true,
        date: '2020-01-02T03:04:05+02:00',
        empty: '',
        nested: { a: { b: [] } },
      })) {
        await call.start('WaitEvent', 1, call.id(name));
        await call.running(call.id(name));
        await call.client('raiseEvent', call.id(name), 'E', data);
        call.see(name, (await call.end(call.id(name))).output);
      }
    },
  ],
  signals: [
    'contents of signals by the client',
    async (call) => {
      for (const [name, content] of Object.entries({
        list: [1],
        true: true,
        zero: 0,
        empty: '',
        text: 'text',
        object: { a: 1 },
      })) {
        const entity = { entity: ['Puppet', call.id(name)] };
        call.see(name, await call.client('signalEntity', entity, 'append', content));
        const path = `entities/Puppet/${call.id(name)}`;
        call.see(`${name} state`, (await call.untilAnswer(path, ({ status }) => status === 200)).body);
        call.see(`${name} read`, await call.client('readEntityState', entity));
      }
    },
  ],
  purgeBy: [
    'purgeInstanceHistoryBy with odd filters',
    async (call) => {
      call.see(
        'nothing',
        await call.client('purgeInstanceHistoryBy', {
          createdTimeFrom: '2098-01-01T00:00:00Z',
          runtimeStatus: ['Completed'],
        }),
      );
      call.see(
        'both times',
        await call.client('purgeInstanceHistoryBy', {
          createdTimeFrom: '2019-01-01T00:00:00Z',
          createdTimeTo: '2019-01-02T00:00:00Z',
        }),
      );
    },
  ],
  waitOptions: [
    'waitForCompletionOrCreateCheckStatusResponse with a text and with nothing as the output',
    async (call) => {
      call.see('nothing', await call.post(`/api/wait/Nothing/${call.id('a')}`, { timeout: 20_000 }));
      call.see(
        'terminated',
        await call.post(`/api/wait/Script/${call.id('b')}`, { timeout: 50, input: [{ event: 'E' }] }),
      );
      await call.post(`instances/${call.id('b')}/terminate`);
    },
  ],
});
