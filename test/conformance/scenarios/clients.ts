import { area } from '../scenario.ts';

/** The methods of the app's DurableClient. */
export const clients = area('clients', {
  input: [
    'what the durableClient input holds',
    async (call) => {
      call.see('input', (await call.get('/api/client-input')).body);
    },
  ],
  start: [
    'startNew and createCheckStatusResponse',
    async (call) => {
      call.see('answer', await call.post(`/api/start/EchoInput/${call.id()}`, { a: 1 }));
      call.see('status', await call.end());
    },
  ],
  startPlain: [
    'startNew without an input',
    async (call) => {
      call.see('answer', (await call.post(`/api/start/EchoInput/${call.id()}`)).status);
      call.see('status', await call.end());
    },
  ],
  startKinds: [
    'inputs of every kind',
    async (call) => {
      for (const [name, input] of Object.entries({
        text: 'ab',
        json: '{"a":1}',
        number: 5,
        true: true,
        list: [1, null],
        empty: '',
      })) {
        await call.client('startNew', 'EchoInput', { instanceId: call.id(name), input });
        const { input: shown, output } = await call.end(call.id(name));
        call.see(name, { input: shown, output });
      }
    },
  ],
  startUnknown: [
    'startNew of what does not exist',
    async (call) => {
      call.see('answer', await call.client('startNew', 'DoesNotExist', { instanceId: call.id() }));
      call.see('output', (await call.end()).output);
    },
  ],
  startOddIds: [
    'ids that need escaping',
    async (call) => {
      for (const part of ['a b', 'c+d', 'a#b', 'é', 'a%b', 'a/b', 'a?b']) {
        call.see(part, await call.client('startNew', 'Nothing', { instanceId: `${call.id()}-${part}` }));
      }
    },
  ],
  status: [
    'getStatus and its options',
    async (call) => {
      await call.start('Chain', { a: 1 });
      await call.end();
      call.see('plain', await call.client('getStatus', call.id()));
      call.see('without input', await call.client('getStatus', call.id(), { showInput: false }));
      call.see('with history', await call.client('getStatus', call.id(), { showHistory: true }));
      call.see(
        'with outputs',
        await call.client('getStatus', call.id(), { showHistory: true, showHistoryOutput: true }),
      );
      call.see('missing', await call.client('getStatus', 'no-such-instance'));
    },
  ],
  statusFailed: [
    'getStatus of a failed instance',
    async (call) => {
      await call.start('BadAtOnce');
      await call.end();
      call.see('status', await call.client('getStatus', call.id()));
    },
  ],
  statusBy: [
    'getStatusBy',
    async (call) => {
      await call.start('BadAtOnce');
      await call.end();
      const own = async (filter: unknown): Promise<unknown> => {
        const { result, error } = (await call.client('getStatusBy', filter)) as {
          result?: { instanceId: string }[];
          error?: string;
        };
        return error ?? result?.filter((one) => one.instanceId.startsWith(call.id()));
      };
      call.see('failed', await own({ runtimeStatus: ['Failed'] }));
      call.see('two states', await own({ runtimeStatus: ['Failed', 'Running'] }));
      call.see('other state', await own({ runtimeStatus: ['Running'] }));
      call.see('in the future', await own({ createdTimeFrom: '2099-01-01T00:00:00Z' }));
    },
  ],
  events: [
    'raiseEvent',
    async (call) => {
      await call.start('WaitThree');
      await call.running();
      call.see('object', await call.client('raiseEvent', call.id(), 'E', { a: 1 }));
      call.see('text', await call.client('raiseEvent', call.id(), 'E', 'text'));
      call.see('without data', await call.client('raiseEvent', call.id(), 'E'));
      await call.rest();
      call.see('without a name', await call.client('raiseEvent', call.id(), ''));
      call.see('zero', await call.client('raiseEvent', call.id(), 'E', 0));
      call.see('output', (await call.end()).output);
      call.see('ended', await call.client('raiseEvent', call.id(), 'E', 1));
      call.see('missing', await call.client('raiseEvent', 'no-such-instance', 'E', 1));
    },
  ],
  control: [
    'terminate, suspend, resume',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      call.see('resume a running one', await call.client('resume', call.id(), 'x'));
      call.see('suspend', await call.client('suspend', call.id(), 'a reason'));
      call.see('suspended', (await call.until((status) => status.runtimeStatus === 'Suspended')).output);
      call.see('suspend again', await call.client('suspend', call.id(), 'x'));
      call.see('resume', await call.client('resume', call.id(), 'x'));
      await call.until((status) => status.runtimeStatus === 'Running');
      call.see('terminate', await call.client('terminate', call.id(), 'a reason & more'));
      call.see('terminated', (await call.end()).output);
      for (const method of ['terminate', 'suspend', 'resume']) {
        call.see(`${method} an ended one`, await call.client(method, call.id(), 'x'));
        call.see(`${method} a missing one`, await call.client(method, 'no-such-instance', 'x'));
      }
    },
  ],
  purge: [
    'purgeInstanceHistory',
    async (call) => {
      await call.start('Nothing');
      await call.end();
      call.see('ended', await call.client('purgeInstanceHistory', call.id()));
      call.see('missing', await call.client('purgeInstanceHistory', call.id()));
      await call.start('WaitEvent');
      await call.running();
      call.see('running', await call.client('purgeInstanceHistory', call.id()));
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  rewind: [
    'rewind',
    async (call) => {
      await call.start('RewindMe');
      await call.until((status) => status.runtimeStatus === 'Failed');
      call.see('answer', await call.client('rewind', call.id(), 'again'));
      call.see('output', (await call.until((status) => status.runtimeStatus === 'Completed')).output);
      call.see('completed', await call.client('rewind', call.id(), 'again'));
    },
  ],
  entities: [
    'signalEntity and readEntityState',
    async (call) => {
      const entity = { entity: ['Counter', call.id()] };
      call.see('missing', await call.client('readEntityState', entity));
      call.see('signal', await call.client('signalEntity', entity, 'add', 3));
      await call.untilAnswer(`entities/Counter/${call.id()}`, ({ status }) => status === 200);
      call.see('state', await call.client('readEntityState', entity));
      call.see('signal without input', await call.client('signalEntity', entity, 'add'));
      call.see('signal without operation', await call.client('signalEntity', entity));
      call.see('unknown, signal', await call.client('signalEntity', { entity: ['Nope', 'k'] }, 'add', 1));
      call.see('unknown, read', await call.client('readEntityState', { entity: ['Nope', 'k'] }));
      call.see('empty key', await call.client('signalEntity', { entity: ['Counter', ''] }, 'add', 1));
    },
  ],
  payload: [
    'createHttpManagementPayload',
    async (call) => {
      call.see('payload', await call.client('createHttpManagementPayload', 'some id'));
    },
  ],
  wait: [
    'waitForCompletionOrCreateCheckStatusResponse',
    async (call) => {
      const wait = (name: string, part: string, timeout: number) =>
        call.post(`/api/wait/${name}/${call.id(part)}`, { input: 1, timeout });
      call.see('completed', await wait('EchoInput', 'a', 20_000));
      call.see('failed', await wait('BadAtOnce', 'b', 20_000));
      call.see('too long', await wait('WaitEvent', 'c', 300));
      await call.post(`instances/${call.id('c')}/terminate`);
    },
  ],
});
