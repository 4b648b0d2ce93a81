import { describe, expect, test } from 'vitest';
import { access2018 } from '../../../lib/fleets/access-2018.ts';
import { issueServerToken } from '../../../lib/fleets/server-tokens.ts';
import { aWrittenFleet } from '../../support/a-fleet.ts';
import { aServer } from '../../support/a-server.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const port = { protocol: 'UDP', port: 7_777 };
const named = { resourceGroup: 'games', containerGroupName: 'cigroup' };

/** The body of the sample's own script. */
const created = {
  ...named,
  containerGroup: {
    location: 'eastus',
    containers: [
      {
        ...{ name: 'ciname', image: 'dgkanatsios/simpleapp', ports: [port] },
        resources: { requests: { memoryInGB: 0.5, cpu: 1 } },
        environmentVariables: [{ name: 'MODE', value: 'duel' }],
      },
    ],
    ipAddress: { ports: [port], type: 'Public' },
    osType: 'Linux',
  },
};

function aBench(): TriggerBench {
  const bench = new TriggerBench();
  bench.has2018 = true;
  return bench;
}

const call = (bench: TriggerBench, name: string, body?: object, query = '') =>
  bench.call('POST', `/api/2018/${name}${query}`, body ? { body } : {});

/** What Azure lists once the group runs. */
function runs(bench: TriggerBench, name: string, group: object = {}): void {
  bench.containers.list = async () => [
    {
      ...{ name, region: 'eastus', owner: { kind: 'person', id: name, hub: 'test' }, attempt: 1, cores: 1 },
      ...{ containers: ['ciname'], provisioningState: 'Succeeded', ip: '20.1.2.3', ...group },
    } as never,
  ];
}

async function variablesOf(bench: TriggerBench): Promise<Record<string, string>> {
  const [request] = bench.containerOperations.taken;
  if (request?.kind !== 'raw') throw new Error('Nothing was asked of Azure.');
  const { containers } = request.body.properties as {
    containers: Array<{ properties: { environmentVariables: Array<Record<string, string>> } }>;
  };
  const variables = containers[0]?.properties.environmentVariables ?? [];
  return Object.fromEntries(
    variables.map(({ name, value, secureValue }) => [name, value ?? secureValue ?? '']),
  );
}

test('the calls of 2018 are not there unless a setting says so', async () => {
  await expect(call(new TriggerBench(), 'ACIList')).rejects.toThrow('No function answers');
});

describe('ACICreate', () => {
  test('makes the group as it is described, with the three variables in each container', async () => {
    const bench = aBench();
    const answer = await call(bench, 'ACICreate', created);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      'Created Container Group with ID cigroup and State Creating on ResourceGroup games',
    );
    expect(bench.containerOperations.taken).toMatchObject([
      {
        name: 'cigroup',
        region: 'eastus',
        body: {
          properties: { osType: 'Linux', ipAddress: { type: 'Public' }, containers: [{ name: 'ciname' }] },
        },
      },
    ]);
    expect(await variablesOf(bench)).toEqual({
      ...{ MODE: 'duel', RESOURCE_GROUP: 'games', CONTAINER_GROUP_NAME: 'cigroup' },
      ACI_SET_SESSIONS_URL: expect.stringMatching(
        /^https:\/\/slipway\.test\/api\/2018\/ACISetSessions\?code=\S+$/,
      ),
    });
  });

  test('again says that it is there', async () => {
    const bench = aBench();
    await call(bench, 'ACICreate', created);
    const { status, text } = await call(bench, 'ACICreate', created);
    expect(status).toBe(200);
    expect(text).toMatch(/^Did not created Container Group with ID cigroup/);
  });

  test.each([
    undefined,
    {},
    { ...created, containerGroup: { ...created.containerGroup, osType: '' } },
    { ...created, containerGroup: {} },
  ])('of %j is refused with a body that it takes', async (body) => {
    const { status, text } = await call(aBench(), 'ACICreate', body);
    expect(status).toBe(400);
    expect(text).toMatch(/^Incorrect POST Data, try something like \{"resourceGroup":/);
  });

  test('of what Azure refuses says why', async () => {
    const bench = aBench();
    bench.containerOperations.refusals.push({ kind: 'refused', message: 'no such image' });
    const { status, text } = await call(bench, 'ACICreate', created);
    expect(status).toBe(500);
    expect(text).toContain('no such image');
  });
});

describe('ACIList', () => {
  test('has what runs, in the words of 2018: made by ACICreate, or of a fleet', async () => {
    const bench = aBench();
    await call(bench, 'ACICreate', created);
    await bench.storedFleets.write('arena', aWrittenFleet(), undefined);
    bench.fleetServers.put(aServer(1, { state: 'allocated', allocated: 2 }));
    bench.fleetServers.put(aServer(2, { state: 'draining' }));
    runs(bench, 'cigroup');
    const answer = await bench.call('GET', '/api/2018/ACIList');
    expect(JSON.parse(answer.text)).toEqual([
      {
        ResourceGroup: 'games',
        ContainerGroupName: 'cigroup',
        PublicIP: '20.1.2.3',
        ActiveSessions: 0,
        Location: 'eastus',
      },
      {
        ResourceGroup: 'games',
        ContainerGroupName: 'arena-1',
        PublicIP: '127.1.0.1',
        ActiveSessions: 2,
        Location: 'westeurope',
      },
    ]);
    const page = await bench.call('GET', '/api/2018/ACIList?html=html');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('cigroup');
  });

  test('hides fleets that are not listed', async () => {
    const bench = aBench();
    await bench.storedFleets.write('arena', aWrittenFleet({ listed: false }), undefined);
    bench.fleetServers.put(aServer(1));
    expect(JSON.parse((await bench.call('GET', '/api/2018/ACIList')).text)).toEqual([]);
  });

  test('forgets a group that somebody deleted, but not one that was just made', async () => {
    const bench = aBench();
    await call(bench, 'ACICreate', created);
    await call(bench, 'ACIList');
    expect(await bench.fleetServers.list('!2018')).toHaveLength(1);
    bench.clock.advanceBy(121_000);
    await call(bench, 'ACIList');
    expect(await bench.fleetServers.list('!2018')).toHaveLength(0);
  });
});

describe('ACISetSessions', () => {
  const count = (containerGroupName: string, activeSessions: unknown) => [
    { resourceGroup: 'games', containerGroupName, activeSessions },
  ];

  test('takes the count of a server at the URL of its own environment, and of no other', async () => {
    const bench = aBench();
    await call(bench, 'ACICreate', created);
    const { ACI_SET_SESSIONS_URL: url = '' } = await variablesOf(bench);
    const { pathname, search } = new URL(url);
    const post = (body: object) => bench.call('POST', pathname + search, { body });
    expect((await post(count('cigroup', '5'))).text).toBe('Update OK');
    expect((await bench.serverBeats.read('!2018', 'cigroup'))?.sessions).toBe(5);
    bench.fleetServers.put(aServer(1, { fleet: '!2018', name: 'other' }));
    expect(await post(count('other', 5))).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    expect(await bench.serverBeats.read('!2018', 'other')).toBeUndefined();
  });

  test('tells a stranger nothing of the servers that there are', async () => {
    const bench = aBench();
    bench.keys = ['a-key'];
    await bench.storedFleets.write('arena', aWrittenFleet(), undefined);
    bench.fleetServers.put(aServer(1));
    for (const code of ['a.b.c', 'guessed']) {
      const ask = (name: string) => call(bench, 'ACISetSessions', count(name, 1), `?code=${code}`);
      const there = await ask('arena-1');
      expect(there.status).toBe(401);
      expect(await ask('arena-9')).toMatchObject({
        status: 401,
        text: there.text.replaceAll('arena-1', 'arena-9'),
      });
    }
  });

  test('takes the count of a server of a fleet by the variables that fleets give, and wakes the fleet', async () => {
    const bench = aBench();
    await bench.storedFleets.write('arena', aWrittenFleet(), undefined);
    bench.fleetServers.put(aServer(1));
    const expiresAt = new Date(bench.clock.now() + 1_000_000);
    const token = await issueServerToken(bench.tokens, {
      fleet: 'arena',
      server: 'arena-1',
      number: 1,
      expiresAt,
    });
    const { secrets } = access2018(
      { publicUrl: 'https://slipway.test', resourceGroup: 'games' },
      { server: 'arena-1', token },
    );
    const { pathname, search } = new URL(secrets.ACI_SET_SESSIONS_URL ?? '');
    expect((await bench.call('POST', pathname + search, { body: count('arena-1', 3) })).text).toBe(
      'Update OK',
    );
    expect((await bench.serverBeats.read('arena', 'arena-1'))?.sessions).toBe(3);
    expect(bench.runs.started).toMatchObject([{ id: 'fleet-arena' }]);
  });

  test('takes counts of all with a function key', async () => {
    const bench = aBench();
    bench.fleetServers.put(aServer(1, { fleet: '!2018', name: 'other' }));
    expect((await call(bench, 'ACISetSessions', count('other', 1), '?code=a-key')).status).toBe(200);
  });

  test('of what is no list is refused, and of a server that there is not, in words', async () => {
    const bench = aBench();
    expect(await call(bench, 'ACISetSessions', {})).toMatchObject({
      status: 400,
      text: 'Need to specify array of object containing resourceGroup, containerGroupName, activeSessions',
    });
    expect(await call(bench, 'ACISetSessions', count('nobody', 1))).toMatchObject({ status: 500 });
  });
});

describe('ACISetState', () => {
  test('lets a server go when nobody plays on it any more', async () => {
    const bench = aBench();
    await call(bench, 'ACICreate', created);
    await call(bench, 'ACISetSessions', [{ ...named, activeSessions: 1 }]);
    const { text } = await call(bench, 'ACISetState', { ...named, state: 'MarkedForDeletion' });
    expect(text).toBe(
      "Success in setting state 'MarkedForDeletion' to Container Group with ID cigroup on ResourceGroup games",
    );
    expect(bench.runs.started).toEqual([]);
    await call(bench, 'ACISetSessions', [{ ...named, activeSessions: 0 }]);
    expect(bench.runs.started).toMatchObject([{ name: 'removeGroup', id: 'remove-cigroup' }]);
    expect(await bench.fleetServers.list('!2018')).toEqual([]);
  });

  test.each([
    ['MarkedForDeletion', { state: 'draining', drain: { reason: 'request' } }],
    ['Failed', { state: 'failed' }],
  ])('%s of a server of a fleet is the business of its drain', async (state, row) => {
    const bench = aBench();
    await bench.storedFleets.write('arena', aWrittenFleet(), undefined);
    bench.fleetServers.put(aServer(1));
    await call(bench, 'ACISetState', { resourceGroup: 'games', containerGroupName: 'arena-1', state });
    expect((await bench.fleetServers.read('arena', 'arena-1'))?.server).toMatchObject(row);
    expect(bench.runs.started).toMatchObject([{ id: 'drain-arena-1' }]);
  });

  test('to any other state is refused', async () => {
    const { status, text } = await call(aBench(), 'ACISetState', { ...named, state: 'Running' });
    expect(status).toBe(400);
    expect(text).toMatch(/^Need POST Data with 'resourceGroup'/);
  });
});

test('ACIDetails has a group as the library of 2018 had it, and the log of its container', async () => {
  const bench = aBench();
  const owner = { kind: 'person', id: 'cigroup', hub: 'test' } as const;
  const container = {
    name: 'ciname',
    image: 'x',
    cpu: 1,
    memoryGb: 1,
    secrets: {},
    environment: { SAYS: 'hello' },
  };
  const request = {
    name: 'cigroup',
    region: 'eastus',
    owner,
    attempt: 1,
    shape: { containers: [container] },
  };
  await bench.containerOperations.put({ kind: 'described', ...request });
  expect(JSON.parse((await call(bench, 'ACIDetails', named)).text)).toMatchObject({
    name: 'cigroup',
    location: 'eastus',
    provisioningState: 'Succeeded',
    containers: [{ name: 'ciname', instanceView: { currentState: { state: 'Running' } } }],
  });
  const logs = { ...named, type: 'logs', containerName: 'ciname' };
  expect(JSON.parse((await call(bench, 'ACIDetails', logs)).text)).toEqual({ content: 'hello\n' });
  expect(await call(bench, 'ACIDetails', { resourceGroup: 'games' })).toMatchObject({
    status: 400,
    text: 'Need to specify resourceGroup and containerGroupName',
  });
});

test('ACIDelete deletes a group at once, and has a server of a fleet go without waiting', async () => {
  const bench = aBench();
  await call(bench, 'ACICreate', created);
  expect((await call(bench, 'ACIDelete', named)).text).toBe('"Deleted ID cigroup and ResourceGroup games"');
  expect(bench.runs.started).toMatchObject([{ id: 'remove-cigroup' }]);
  await bench.storedFleets.write('arena', aWrittenFleet(), undefined);
  bench.fleetServers.put(aServer(1, { state: 'allocated', allocated: 1 }));
  await call(bench, 'ACIDelete', { resourceGroup: 'games', containerGroupName: 'arena-1' });
  const deadline = new Date(bench.clock.now()).toISOString();
  expect((await bench.fleetServers.read('arena', 'arena-1'))?.server).toMatchObject({
    state: 'draining',
    drain: { deadline },
  });
});
