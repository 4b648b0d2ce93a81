import type { Caller } from '../caller.ts';
import { area, ends, outcome } from '../scenario.ts';

const steps = (...list: [operation: string, input?: unknown][]) => outcome('EntitySteps', list);

/** Signals and waits until the entity has the state. */
async function signalled(
  call: Caller,
  key: string,
  operation: string,
  input: unknown,
  state: unknown,
): Promise<void> {
  await call.post(`entities/Counter/${key}?op=${operation}`, input);
  await call.untilAnswer(`entities/Counter/${key}`, ({ body }) => body === state);
}

export const entities = area('entities', {
  call: [
    'an orchestrator calls an entity',
    async (call) => {
      await call.start('CallEntity', { operation: 'add', input: 2 });
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
      call.see('state', await call.get(`entities/Counter/${call.id()}`));
    },
  ],
  steps: ['an entity keeps its state between calls', steps(['get'], ['add', 2], ['add', 3], ['get'])],
  signalFirst: ['signals sent before a call come before it', outcome('SignalThenCall')],
  onlySignals: [
    'an orchestrator that only signals',
    async (call) => {
      await call.start('OnlySignals');
      call.see('status', (await call.end()).output);
      call.see(
        'state',
        (await call.untilAnswer(`entities/Counter/${call.id()}`, ({ status }) => status === 200)).body,
      );
    },
  ],
  throws: ['an error of an entity reaches the caller', steps(['throw'], ['throwText'], ['get'])],
  uncaught: ['an error of an entity fails its caller', outcome('EntityUncaught')],
  rollback: ['a state set before an error stays', steps(['add', 1], ['setThenThrow'], ['get'])],
  who: [
    'an entity knows its name, its key and whether it is new',
    outcome('EntitySteps', [['who'], ['add', 1], ['who']]),
  ],
  delete: ['a deleted entity begins anew', steps(['add', 5], ['delete'], ['get'], ['add', 1])],
  deleteThenSet: ['a state set after the deletion', steps(['add', 5], ['deleteThenSet'], ['get'])],
  noReturn: ['an operation without a result', steps(['nothing'])],
  inputs: ['an operation gets what JSON has', outcome('EntityInputs')],
  states: ['a state is what JSON has', outcome('EntityStates')],
  fanOut: ['calls of several entities at once', outcome('EntityFanOut')],
  fanOutOfOne: ['calls of one entity at once', outcome('SameEntityFanOut')],
  nameCase: ["an entity's name in other letters is the same entity", outcome('EntityNameCase')],
  async: ['an entity that takes its time', outcome('CallEntity', { name: 'AsyncCounter', operation: 'x' })],
  history: [
    'what an entity call leaves in the history',
    async (call) => {
      await call.start('CallEntity', { operation: 'add', input: 2 });
      const { historyEvents = [] } = await call.end();
      call.see(
        'kinds',
        historyEvents.map((row) => row.EventType),
      );
      call.see(
        'targets',
        historyEvents.map((row) => row.InstanceId).filter((id) => id !== undefined),
      );
    },
  ],
  forward: [
    'an entity signals another',
    async (call) => {
      await call.post(`entities/Forwarder/${call.id()}?op=forward`, call.id());
      call.see(
        'target',
        (await call.untilAnswer(`entities/Counter/${call.id()}`, ({ status }) => status === 200)).body,
      );
      call.see('forwarder', (await call.get(`entities/Forwarder/${call.id()}`)).body);
    },
  ],
  forwardCapital: [
    'an entity that signals with a capital reaches a twin',
    async (call) => {
      await call.post(`entities/Forwarder/${call.id()}?op=forwardCapital`, call.id());
      await call.untilAnswer(`entities/Forwarder/${call.id()}`, ({ status }) => status === 200);
      await call.rest();
      call.see('target', await call.get(`entities/Counter/${call.id()}`));
      const twins = (await call.get('instances?instanceIdPrefix=@Counter@')).body as { instanceId: string }[];
      call.see(
        'twin',
        twins.map((one) => one.instanceId).filter((id) => id.endsWith(call.id())),
      );
    },
  ],
  read: [
    'reading an entity over HTTP',
    async (call) => {
      const key = call.id();
      await signalled(call, key, 'add', 7, 7);
      call.see('state', await call.get(`entities/Counter/${key}`));
      call.see('name in other case', (await call.get(`entities/cOUNTER/${key}`)).status);
      call.see('key in other case', (await call.get(`entities/Counter/${key.toUpperCase()}`)).status);
      call.see('missing', await call.get('entities/Counter/no-such-key'));
      call.see('unknown', await call.get('entities/Nope/k'));
      call.see('HEAD', (await call.call('HEAD', `entities/Counter/${key}`)).status);
      call.see('PUT', (await call.call('PUT', `entities/Counter/${key}`)).status);
    },
  ],
  readKinds: [
    'a state over HTTP is its JSON',
    async (call) => {
      for (const [name, value] of Object.entries({
        text: 'ab',
        json: '{"a":1}',
        object: { a: 1 },
        zero: 0,
        list: [1, null],
      })) {
        await call.post(`entities/Keeper/${call.id(name)}?op=set`, value);
        call.see(
          name,
          await call.untilAnswer(`entities/Keeper/${call.id(name)}`, ({ status }) => status === 200),
        );
      }
    },
  ],
  signal: [
    'what a signal over HTTP has to be',
    async (call) => {
      const path = `entities/Counter/${call.id()}`;
      call.see('number', await call.post(`${path}?op=add`, 10));
      call.see('no operation', await call.post(path, 10));
      call.see('no body', await call.post(`${path}?op=add`));
      call.see('broken', await call.send(`${path}?op=add`, '{nope'));
      call.see('unknown', await call.post('entities/Nope/k?op=add', 1));
      call.see('Op in other case', (await call.post(`${path}?OP=add`, 1)).status);
      call.see('no key', await call.post('entities/Counter?op=add', 1));
      await call.untilAnswer(path, ({ body }) => body === 11);
      call.see('state', await call.get(path));
    },
  ],
  signalText: [
    'a signal with a plain text',
    async (call) => {
      call.see(
        'answer',
        (await call.send(`entities/Keeper/${call.id()}?op=set`, 'text', 'text/plain')).status,
      );
      call.see(
        'state',
        (await call.untilAnswer(`entities/Keeper/${call.id()}`, ({ status }) => status === 200)).body,
      );
    },
  ],
  keys: [
    'keys with all sorts of characters',
    async (call) => {
      for (const key of ['a b', 'a@b', 'a%25b', 'é', "it's", 'a+b', 'a:b;c']) {
        const own = `${call.id()}-${encodeURI(key).replaceAll('%2525', '%25')}`;
        const answer = await call.post(`entities/Counter/${own}?op=add`, 1);
        await call.rest();
        call.see(key, [answer.status, (await call.get(`entities/Counter/${own}`)).status]);
      }
      call.see('with a slash', (await call.post(`entities/Counter/a%2Fb?op=add`, 1)).status);
    },
  ],
  dollar: [
    'the key $ is read as the empty one',
    async (call) => {
      call.see('signal', (await call.post('entities/Keeper/$?op=set', 1)).status);
      await call.rest();
      call.see('read', await call.get('entities/Keeper/$'));
    },
  ],
  remove: [
    'deleting an entity over HTTP',
    async (call) => {
      const path = `entities/Counter/${call.id()}`;
      await signalled(call, call.id(), 'add', 1, 1);
      call.see('delete', await call.delete(path));
      await call.untilAnswer(path, ({ status }) => status === 404);
      call.see('after', await call.get(path));
      call.see('delete a missing one', await call.delete('entities/Counter/never-was'));
    },
  ],
  asInstance: [
    'an entity seen as an instance',
    async (call) => {
      await signalled(call, call.id(), 'add', 4, 4);
      call.see('status', await call.get(`instances/@counter@${call.id()}`));
      call.see(
        'with history',
        await call.get(`instances/@counter@${call.id()}?showHistory=true&showHistoryOutput=true`),
      );
      await signalled(call, call.id(), 'add', 1, 5);
      call.see('later', await call.get(`instances/@counter@${call.id()}`));
    },
  ],
  calledAsInstance: [
    'an entity that was called, seen as an instance',
    async (call) => {
      await call.start('EntitySteps', [
        ['add', 2],
        ['add', 3],
      ]);
      await call.end();
      await call.rest();
      call.see(
        'status',
        await call.get(`instances/@counter@${call.id()}?showHistory=true&showHistoryOutput=true`),
      );
    },
  ],
  deletedAsInstance: [
    'a deleted entity seen as an instance',
    async (call) => {
      await call.start('EntitySteps', [['add', 2], ['delete']]);
      await call.end();
      await call.rest();
      call.see('status', await call.get(`instances/@counter@${call.id()}`));
    },
  ],
  rename: [
    'an entity can be called again after its caller has ended',
    async (call) => {
      await call.start('EntitySteps', [['add', 2]]);
      await call.end();
      await call.start('EntitySteps', [['add', 3]]);
      const { output } = await call.until((status) => JSON.stringify(status.output)?.includes('5'));
      call.see('output', output);
    },
  ],
  calledStatus: ['the whole history of a call', ends('CallEntity', { operation: 'get' })],
});

/** What shows all entities of a hub. */
export const entityLists = area(
  'entityLists',
  {
    lists: [
      'entities in lists',
      async (call) => {
        for (const part of ['a', 'b', 'c']) await signalled(call, call.id(part), 'add', 1, 1);
        await call.post(`entities/Keeper/${call.id('k')}?op=set`, { a: 1 });
        await call.untilAnswer(`entities/Keeper/${call.id('k')}`, ({ status }) => status === 200);
        call.see('all', await call.get('entities'));
        call.see('trailing slash', (await call.get('entities/')).status);
        call.see('of a name', await call.get('entities/Counter'));
        call.see('of a name in other case', ((await call.get('entities/cOUNTER')).body as unknown[]).length);
        call.see('with state', await call.get('entities?fetchState=true'));
        call.see('first', await call.get('entities/Counter?top=1'));
        call.see('none', await call.get('entities/Counter?top=0'));
        call.see('unknown', await call.get('entities/Nope'));
        call.see('in the future', await call.get('entities?lastOperationTimeFrom=2099-01-01T00:00:00Z'));
        call.see('in the past', await call.get('entities?lastOperationTimeTo=2020-01-01T00:00:00Z'));
        call.see(
          'bad date',
          ((await call.get('entities?lastOperationTimeFrom=nope')).body as unknown[]).length,
        );
        const ids: unknown[] = [];
        let token: string | undefined;
        do {
          const page = await call.get('entities?top=2', token ? { 'x-ms-continuation-token': token } : {});
          ids.push(page.body);
          token = page.headers['x-ms-continuation-token'];
        } while (token && ids.length < 5);
        call.see('pages', ids);
        await call.delete(`entities/Counter/${call.id('b')}`);
        await call.untilAnswer(`entities/Counter/${call.id('b')}`, ({ status }) => status === 404);
        call.see('after a deletion', await call.get('entities/Counter'));
        call.see(
          'instances have them',
          ((await call.get('instances')).body as { instanceId: string }[]).map((one) => one.instanceId),
        );
      },
    ],
  },
  'alone',
);
