import type { Caller } from '../caller.ts';
import { area } from '../scenario.ts';

type Found = { instanceId: string };

async function five(call: Caller): Promise<string> {
  const prefix = call.id('p');
  for (let n = 0; n < 5; n++) await call.start(n === 4 ? 'BadAtOnce' : 'Nothing', { n }, `${prefix}${n}`);
  for (let n = 0; n < 5; n++) await call.end(`${prefix}${n}`);
  return `instances?instanceIdPrefix=${prefix}`;
}

const idsOf = (body: unknown): string[] => (body as Found[]).map((one) => one.instanceId);

export const lists = area('lists', {
  prefix: [
    'instances by the beginning of their ids',
    async (call) => {
      const path = await five(call);
      call.see('all', await call.get(path));
      call.see('without inputs', await call.get(`${path}&showInput=false&top=1`));
      call.see('with history', await call.get(`${path}&showHistory=true&top=1`));
      call.see('trailing slash', (await call.get(path.replace('?', '/?'))).status);
      call.see('prefix in other case', (await call.get(path.replace('lists', 'LISTS'))).body);
      call.see(
        'parameter in other case',
        idsOf((await call.get(path.replace('instanceIdPrefix', 'INSTANCEIDPREFIX'))).body).length,
      );
    },
  ],
  pages: [
    'pages by continuation token',
    async (call) => {
      const path = await five(call);
      let token: string | undefined;
      const pages: unknown[] = [];
      do {
        const page = await call.get(`${path}&top=2`, token ? { 'x-ms-continuation-token': token } : {});
        token = page.headers['x-ms-continuation-token'];
        pages.push({ ids: idsOf(page.body), token });
      } while (token && pages.length < 8);
      call.see('of two', pages);
      call.see('of five', (await call.get(`${path}&top=5`)).headers);
      call.see('none', await call.get(`${path}&top=0`));
      call.see('bad token', await call.get(`${path}&top=2`, { 'x-ms-continuation-token': 'nonsense' }));
      call.see(
        'token in the query',
        idsOf((await call.get(`${path}&top=2&continuationToken=bGlzdHM=`)).body),
      );
    },
  ],
  statuses: [
    'instances by state',
    async (call) => {
      const path = await five(call);
      const found = async (query: string): Promise<string[]> =>
        idsOf((await call.get(`${path}&${query}`)).body);
      call.see('failed', await found('runtimeStatus=Failed'));
      call.see('two by comma', (await found('runtimeStatus=Failed,Completed')).length);
      call.see('two by key', (await found('runtimeStatus=Failed&runtimeStatus=Completed')).length);
      call.see('two with a blank', (await found('runtimeStatus=Failed,%20Completed')).length);
      call.see('unknown', (await found('runtimeStatus=Nope')).length);
      call.see('unknown and known', (await found('runtimeStatus=Nope,Failed')).length);
      call.see('lower case', (await found('runtimeStatus=failed')).length);
      call.see('number', (await found('runtimeStatus=3')).length);
      call.see('empty', (await found('runtimeStatus=')).length);
      call.see('running', (await found('runtimeStatus=Running')).length);
      call.see('parameter in other case', (await found('RUNTIMESTATUS=Failed')).length);
    },
  ],
  times: [
    'instances by time of creation',
    async (call) => {
      const path = await five(call);
      const count = async (query: string): Promise<number> =>
        idsOf((await call.get(`${path}&${query}`)).body).length;
      call.see('from the future', await count('createdTimeFrom=2099-01-01T00:00:00Z'));
      call.see('until the past', await count('createdTimeTo=2020-01-01T00:00:00Z'));
      call.see('within', await count('createdTimeFrom=2020-01-01T00:00:00Z&createdTimeTo=2099-01-01'));
      call.see('bad from', await count('createdTimeFrom=nope'));
      call.see('bad to', await count('createdTimeTo=nope'));
      call.see('another form', await count('createdTimeFrom=01/31/2099'));
      call.see('with an offset', await count('createdTimeFrom=2020-01-01T00:00:00%2B02:00'));
      call.see('bad top', await count('top=nope'));
      call.see('unknown parameter', await count('foo=bar'));
    },
  ],
  negativeTop: [
    'a negative top',
    async (call) => {
      call.see('answer', (await call.get('instances?top=-1')).status);
    },
  ],
  running: [
    'how instances that go on stand in a list',
    async (call) => {
      await call.start('Status', { a: 1 });
      await call.has('TaskCompleted');
      await call.until((status) => status.customStatus !== null);
      call.see('list', (await call.get(`instances?instanceIdPrefix=${call.id()}`)).body);
      call.see(
        'by state',
        idsOf((await call.get(`instances?instanceIdPrefix=${call.id()}&runtimeStatus=Running`)).body),
      );
      await call.post(`instances/${call.id()}/terminate?reason=end`);
    },
  ],
  child: [
    'how a child stands in a list',
    async (call) => {
      await call.start('ParentOf', { name: 'Version', id: call.id('child') });
      await call.end();
      call.see('list', (await call.get(`instances?instanceIdPrefix=${call.id('child')}`)).body);
    },
  ],
});

/** What concerns the list of all instances, on a host of its own, where it has one page. */
export const wholeLists = area(
  'wholeLists',
  {
    showInput: [
      'inputs are left out only with another filter beside showInput',
      async (call) => {
        await call.start('Nothing', { n: 1 });
        await call.end();
        const inputWith = async (query: string): Promise<unknown> => {
          const { body } = await call.get(`instances${query}`);
          return (body as { instanceId: string; input: unknown }[]).find(
            ({ instanceId }) => instanceId === call.id(),
          )?.input;
        };
        for (const query of [
          '',
          '?showInput=false',
          '?showInput=False&showHistory=false',
          '?showInput=false&top=50',
          '?showInput=false&runtimeStatus=Completed',
          '?showInput=false&runtimeStatus=',
          '?showInput=false&runtimeStatus=Nope',
          '?showInput=false&createdTimeFrom=2020-01-01T00:00:00Z',
          '?showInput=false&createdTimeFrom=nope',
          '?showInput=false&createdTimeTo=2099-01-01T00:00:00Z',
          `?showInput=false&instanceIdPrefix=${call.id()}`,
          '?showInput=false&instanceIdPrefix=',
        ])
          call.see(query, await inputWith(query));
      },
    ],
  },
  'alone',
);
