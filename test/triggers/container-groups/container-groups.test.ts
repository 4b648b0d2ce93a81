import { describe, expect, test } from 'vitest';
import type { GroupDetails, PutOutcome } from '../../../contract/container-operations.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const spec = { containers: [{ name: 'main', image: 'demo/x:1' }] };

async function withGroup(overrides: Partial<GroupDetails> = {}): Promise<TriggerBench> {
  const bench = new TriggerBench();
  await bench.call('PUT', '/api/container-groups/web', { body: { spec } });
  const group = bench.containerOperations.groups.get('web');
  if (!group) throw new Error('The group was not made.');
  Object.assign(group, overrides);
  return bench;
}

describe('putting a container group', () => {
  test('makes it, as a person, and answers without waiting how it stands', async () => {
    const bench = new TriggerBench();
    const answer = await bench.call('PUT', '/api/container-groups/web', {
      body: { spec, deadlineMinutes: 90 },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        name: 'web',
        region: 'westeurope',
        state: 'running',
        owner: { kind: 'person', id: 'web', hub: 'test' },
        deadline: new Date(bench.clock.now() + 90 * 60_000).toISOString(),
        containers: [{ name: 'main', image: 'demo/x:1', state: 'running', cpu: 1, memoryGb: 1.5 }],
        links: { stop: 'https://slipway.test/api/container-groups/web/stop' },
      },
    });
    expect(answer.headers.get('location')).toBe('https://slipway.test/api/container-groups/web');
  });

  test('again is a change, which takes no more room', async () => {
    const bench = await withGroup();
    const answer = await bench.call('PUT', '/api/container-groups/web', { body: { spec } });
    expect(answer.status).toBe(200);
    expect(bench.budget.state.tickets).toHaveLength(1);
  });

  test('takes a body of the management API as it is, its secrets too', async () => {
    const bench = new TriggerBench();
    const properties = {
      osType: 'Linux',
      containers: [
        {
          name: 'main',
          properties: {
            image: 'demo/x:1',
            resources: { requests: { cpu: 2, memoryInGB: 4 } },
            environmentVariables: [{ name: 'TOKEN', secureValue: 'hidden' }],
          },
        },
      ],
    };
    const answer = await bench.call('PUT', '/api/container-groups/web', {
      body: { location: 'North Europe', tags: { team: 'blue' }, properties },
    });
    expect(answer).toMatchObject({ status: 201, body: { region: 'northeurope' } });
    expect(bench.containerOperations.taken).toMatchObject([
      { kind: 'raw', region: 'northeurope', body: { tags: { team: 'blue' }, properties } },
    ]);
    expect(bench.budget.state.tickets).toMatchObject([{ group: 'web', cores: 2, region: 'northeurope' }]);
    expect(JSON.stringify([answer.text, bench.budget.state, bench.logged])).not.toContain('hidden');
  });

  test('takes of the own tags in a body of the management API the deadline alone', async () => {
    const bench = new TriggerBench();
    const properties = {
      containers: [
        { name: 'main', properties: { image: 'x', resources: { requests: { cpu: 1, memoryInGB: 1 } } } },
      ],
    };
    const put = (deadline: string) =>
      bench.call('PUT', '/api/container-groups/web', {
        body: {
          properties,
          tags: {
            'Slipway-Owner': 'me',
            'slipway-keep-until': '2099-01-01',
            'slipway-deadline': deadline,
            team: 'blue',
          },
        },
      });
    expect((await put('tomorrow')).body).toMatchObject({ issues: [{ place: 'tags.slipway-deadline' }] });
    expect((await put('2026-01-02T00:00:00Z')).status).toBe(201);
    expect(bench.containerOperations.taken).toMatchObject([
      { kind: 'raw', deadline: new Date('2026-01-02T00:00:00Z'), body: { tags: { team: 'blue' } } },
    ]);
    expect(JSON.stringify(bench.containerOperations.taken)).not.toMatch(/Slipway-Owner|keep-until/);
  });

  test('puts the values of secrets into the group, and shows them nowhere', async () => {
    const bench = new TriggerBench();
    bench.secrets.TOKEN = 'hidden';
    const containers = [{ name: 'main', image: 'demo/x:1', secrets: { API_TOKEN: 'TOKEN' } }];
    const answer = await bench.call('PUT', '/api/container-groups/web', { body: { spec: { containers } } });
    expect(answer.status).toBe(201);
    expect(bench.containerOperations.taken).toMatchObject([
      { shape: { containers: [{ secrets: { API_TOKEN: 'hidden' } }] } },
    ]);
    expect(JSON.stringify([answer.text, bench.budget.state, bench.logged])).not.toContain('hidden');
  });

  test('with a secret that does not exist says which setting is missing', async () => {
    const bench = new TriggerBench();
    const containers = [{ name: 'main', image: 'demo/x:1', secrets: { API_TOKEN: 'TOKEN' } }];
    const answer = await bench.call('PUT', '/api/container-groups/web', { body: { spec: { containers } } });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'secret-unknown', detail: expect.stringContaining('SLIPWAY_SECRET_TOKEN') },
    });
  });

  test.each([
    [
      'a bad spec',
      { spec: { containers: [{ name: 'Main' }] } },
      ['spec.containers[0].name', 'spec.containers[0].image'],
    ],
    ['neither form', { containers: [] }, ['spec', 'containers']],
    ['a body of Azure without containers', { properties: {} }, ['properties.containers']],
    ['a deadline of no time', { spec, deadlineMinutes: 0 }, ['deadlineMinutes']],
  ])('refuses %s with every mistake and its place', async (_, body, places) => {
    const answer = await new TriggerBench().call('PUT', '/api/container-groups/web', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect((answer.body.issues as Array<{ place: string }>).map(({ place }) => place)).toEqual(places);
  });

  test('refuses a name that Azure does not take', async () => {
    const answer = await new TriggerBench().call('PUT', '/api/container-groups/Web_1', { body: { spec } });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('1 to 63') } });
  });

  test.each<[PutOutcome & { message: string }, number, string, string | null]>([
    [{ kind: 'imageNotAccessible', message: 'no image' }, 422, 'image-not-accessible', null],
    [{ kind: 'capacity', message: 'none' }, 503, 'capacity-short', '60'],
    [{ kind: 'quota', message: 'full' }, 429, 'quota-reached', '60'],
    [{ kind: 'throttled', message: 'slow' }, 429, 'azure-throttled', '60'],
    [{ kind: 'transitioning', message: 'busy' }, 409, 'group-transitioning', '10'],
    [{ kind: 'unchangeable', message: 'cpu' }, 409, 'group-unchangeable', null],
    [{ kind: 'refused', message: 'bad' }, 400, 'group-refused', null],
  ])('tells why Azure does not take it: $kind', async (outcome, status, code, retryAfter) => {
    const bench = new TriggerBench();
    bench.containerOperations.refusals.push(outcome, outcome);
    const answer = await bench.call('PUT', '/api/container-groups/web', { body: { spec } });
    expect(answer).toMatchObject({
      status,
      body: { code, detail: expect.stringContaining(`"web": ${outcome.message}`) },
    });
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(bench.budget.state.tickets).toEqual([]);
  });

  test('goes to the next region where one is short of capacity', async () => {
    const bench = new TriggerBench();
    bench.containerOperations.refusals.push({ kind: 'capacity', message: 'none' });
    const regions = ['westeurope', { region: 'northeurope', sizes: { main: { cpu: 2, memoryGb: 3 } } }];
    const answer = await bench.call('PUT', '/api/container-groups/web', {
      body: { spec: { ...spec, regions } },
    });
    expect(answer).toMatchObject({ status: 201, body: { region: 'northeurope', containers: [{ cpu: 2 }] } });
    expect(bench.budget.state.tickets).toMatchObject([{ group: 'web', region: 'northeurope', cores: 2 }]);
  });

  test('stays with a group that Azure left although it refused it: no other region can have its name', async () => {
    const bench = await withGroup();
    const left = bench.containerOperations.groups.get('web') as GroupDetails;
    bench.containerOperations.groups.delete('web');
    const put = bench.containerOperations.put.bind(bench.containerOperations);
    bench.containerOperations.put = (request) => {
      bench.containerOperations.groups.set('web', { ...left, provisioningState: 'Failed' });
      return put(request);
    };
    bench.containerOperations.refusals.push({ kind: 'capacity', message: 'none' });
    const answer = await bench.call('PUT', '/api/container-groups/web', { body: { spec } });
    expect(answer).toMatchObject({ status: 503, body: { code: 'capacity-short' } });
    expect(bench.budget.state.tickets).toHaveLength(1);
  });

  test('waits for no room: where the budget has none it is asked to come again', async () => {
    const bench = new TriggerBench();
    bench.containers.quota = { groups: 0, cores: 100 };
    const answer = await bench.call('PUT', '/api/container-groups/web', { body: { spec } });
    expect(answer).toMatchObject({
      status: 429,
      body: { code: 'no-room', detail: expect.stringContaining('0 of 0 container groups') },
    });
    expect(answer.headers.get('retry-after')).toBe('30');
    expect(bench.containerOperations.taken).toEqual([]);
    expect(bench.budget.state.tickets).toEqual([]);
  });

  test('of more than a region has cannot be helped by waiting', async () => {
    const bench = new TriggerBench();
    bench.containers.quota = { groups: 10, cores: 2 };
    const containers = [{ name: 'main', image: 'demo/x:1', cpu: 3 }];
    const answer = await bench.call('PUT', '/api/container-groups/web', { body: { spec: { containers } } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'group-refused' } });
  });

  test.each([
    ['a run', { kind: 'run', id: 'job-1', hub: 'test' }, '/api/runs/job-1/cancel'],
    ['a fleet', { kind: 'fleet', id: 'arena', hub: 'test' }, 'the fleet "arena"'],
    ['another app', { kind: 'person', id: 'web', hub: 'other' }, 'the app "other"'],
    ['nobody that is known', undefined, 'not made by Slipway'],
  ] as const)('over the group of %s is refused, unless it is forced', async (_, owner, reason) => {
    const bench = await withGroup({ owner });
    const refused = await bench.call('PUT', '/api/container-groups/web', { body: { spec } });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'group-owned', detail: expect.stringContaining(reason) },
    });
    const forced = await bench.call('PUT', '/api/container-groups/web?force=1', { body: { spec } });
    expect(forced).toMatchObject({ status: 200, body: { owner: { kind: 'person', id: 'web' } } });
  });
});

describe('reading container groups', () => {
  test('shows one that exists, whoever made it, and is 404 for others', async () => {
    const bench = await withGroup({ owner: undefined });
    expect(await bench.call('GET', '/api/container-groups/web')).toMatchObject({
      status: 200,
      body: { name: 'web', state: 'running' },
    });
    for (const name of ['none', 'No_Name']) {
      expect(await bench.call('GET', `/api/container-groups/${name}`)).toMatchObject({
        status: 404,
        body: { code: 'group-unknown' },
      });
    }
  });

  test('lists those of this app page by page, and all of the resource group when asked', async () => {
    const bench = new TriggerBench();
    for (const name of ['c', 'a', 'b', 'stranger'])
      await bench.call('PUT', `/api/container-groups/${name}`, { body: { spec } });
    delete bench.containerOperations.groups.get('stranger')?.owner;
    const names = async (query: string) => {
      const { body } = await bench.call('GET', `/api/container-groups${query}`);
      const groups = body.groups as Array<{ name: string; state: string }>;
      expect(groups.every(({ state }) => state === 'running')).toBe(true);
      return [groups.map(({ name }) => name).join(), body.cursor];
    };
    expect(await names('')).toEqual(['a,b,c', undefined]);
    expect(await names('?top=2')).toEqual(['a,b', 'b']);
    expect(await names('?top=2&cursor=b')).toEqual(['c', undefined]);
    expect(await names('?all=1')).toEqual(['a,b,c,stranger', undefined]);
  });

  test('reads the log of the only container, of a named one, its end, and with times', async () => {
    const bench = await withGroup();
    expect(await bench.call('GET', '/api/container-groups/web/logs')).toMatchObject({
      status: 200,
      text: '',
    });
    bench.containerOperations.logs.set('web/main', 'one\ntwo\n');
    const log = async (query: string) =>
      (await bench.call('GET', `/api/container-groups/web/logs${query}`)).text;
    expect(await log('')).toBe('one\ntwo\n');
    expect(await log('?container=main&tail=1')).toBe('two\n');
    expect(await log('?tail=1&timestamps=1')).toBe('2026-01-01T00:00:00.000Z two\n');
    expect(await bench.call('GET', '/api/container-groups/web/logs?container=other')).toMatchObject({
      status: 404,
      body: { code: 'container-unknown', detail: expect.stringContaining('it has: main') },
    });
  });

  test('asks which container is meant where there are several', async () => {
    const bench = new TriggerBench();
    const containers = [...spec.containers, { name: 'side', image: 'demo/y' }];
    await bench.call('PUT', '/api/container-groups/web', { body: { spec: { containers } } });
    expect(await bench.call('GET', '/api/container-groups/web/logs')).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('main, side') },
    });
  });
});

describe('acting on a container group', () => {
  test.each(['start', 'stop', 'restart'])('asks Azure to %s it and shows how it stands', async (verb) => {
    const bench = await withGroup();
    const answer = await bench.call('POST', `/api/container-groups/web/${verb}`);
    expect(answer).toMatchObject({ status: 202, body: { state: verb === 'stop' ? 'stopped' : 'running' } });
    expect(bench.containerOperations.acts).toEqual([{ name: 'web', action: verb }]);
  });

  test('is refused for the group of a run, unless it is forced', async () => {
    const bench = await withGroup({ owner: { kind: 'run', id: 'job-1', hub: 'test' } });
    expect(await bench.call('POST', '/api/container-groups/web/stop')).toMatchObject({
      status: 409,
      body: { code: 'group-owned' },
    });
    expect(bench.containerOperations.acts).toEqual([]);
    expect((await bench.call('POST', '/api/container-groups/web/stop?force=1')).status).toBe(202);
  });

  test('says when Azure is still busy with it', async () => {
    const bench = await withGroup();
    bench.containerOperations.actRefusal = { kind: 'transitioning', message: 'still changing' };
    const answer = await bench.call('POST', '/api/container-groups/web/restart');
    expect(answer).toMatchObject({ status: 409, body: { code: 'group-transitioning' } });
    expect(answer.headers.get('retry-after')).toBe('10');
  });

  test('changes its deadline and its tags while it runs', async () => {
    const bench = await withGroup();
    const answer = await bench.call('PATCH', '/api/container-groups/web', {
      body: { deadlineMinutes: 5, tags: { team: 'blue' } },
    });
    const deadline = new Date(bench.clock.now() + 5 * 60_000).toISOString();
    expect(answer).toMatchObject({
      status: 200,
      body: { deadline, tags: { team: 'blue' }, state: 'running' },
    });
    const without = await bench.call('PATCH', '/api/container-groups/web', {
      body: { deadlineMinutes: null },
    });
    expect(without.body).not.toHaveProperty('deadline');
    expect(without.body).toMatchObject({ tags: { team: 'blue' } });
  });

  test.each([
    ['a tag that says whose it is', { tags: { 'slipway-owner': 'me' } }, 'tags.slipway-owner'],
    ['nothing', {}, '(the whole body)'],
  ])('does not change %s', async (_, body, place) => {
    const answer = await (await withGroup()).call('PATCH', '/api/container-groups/web', { body });
    expect(answer).toMatchObject({ status: 400, body: { issues: [{ place }] } });
  });

  test('deletes it by a run of its own, which archives its log', async () => {
    const bench = await withGroup();
    const answer = await bench.call('DELETE', '/api/container-groups/web');
    expect(answer).toMatchObject({ status: 202, body: { name: 'web', run: 'remove-web' } });
    expect(bench.runs.started).toMatchObject([
      {
        name: 'removeGroup',
        id: 'remove-web',
        input: { group: 'web', runId: 'web', attempt: 1, containers: ['main'] },
      },
    ]);
  });

  test('deletes what is not there without a word', async () => {
    const bench = new TriggerBench();
    for (const name of ['none', 'No_Name'])
      expect((await bench.call('DELETE', `/api/container-groups/${name}`)).status).toBe(204);
    expect(bench.runs.started).toEqual([]);
  });

  test('does not delete the group of a run, unless it is forced; then the log stays with the run', async () => {
    const bench = await withGroup({ owner: { kind: 'run', id: 'job-1', hub: 'test' }, attempt: 2 });
    expect((await bench.call('DELETE', '/api/container-groups/web')).status).toBe(409);
    expect((await bench.call('DELETE', '/api/container-groups/web?force=1')).status).toBe(202);
    expect(bench.runs.started).toMatchObject([{ input: { runId: 'job-1', attempt: 2 } }]);
  });
});

describe('connecting with a container', () => {
  test('answers the WebSocket that Azure opens, which no cache may keep', async () => {
    const bench = await withGroup();
    const exec = await bench.call('POST', '/api/container-groups/web/exec', { body: { command: '/bin/sh' } });
    expect(exec).toMatchObject({
      status: 200,
      body: { webSocketUri: 'wss://azure.test/web/main//bin/sh', password: 'once' },
    });
    expect(exec.headers.get('cache-control')).toBe('no-store');
    expect(await bench.call('POST', '/api/container-groups/web/attach')).toMatchObject({
      status: 200,
      body: { webSocketUri: 'wss://azure.test/web/main/attach' },
    });
  });

  test('takes one program, as Azure does', async () => {
    const bench = await withGroup();
    const answer = await bench.call('POST', '/api/container-groups/web/exec', { body: { command: 'ls -l' } });
    expect(answer).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('without arguments') },
    });
  });

  test('with one that does not run is refused', async () => {
    const bench = await withGroup();
    await bench.call('POST', '/api/container-groups/web/stop');
    const answer = await bench.call('POST', '/api/container-groups/web/exec', { body: { command: 'sh' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'container-not-ready' } });
  });
});

describe('a region', () => {
  test.each([
    ['usage', { name: 'ContainerGroups', used: 1, limit: 100 }],
    ['capabilities', { maxCpu: 4, maxMemoryGb: 16 }],
    ['cached-images', { image: 'shell', osType: 'Linux' }],
  ])('tells its %s', async (what, row) => {
    const bench = await withGroup();
    const answer = await bench.call('GET', `/api/locations/westeurope/${what}`);
    expect(answer).toMatchObject({ status: 200, body: { location: 'westeurope' } });
    expect((answer.body.rows as unknown[])[0]).toMatchObject(row);
    for (const region of ['nowhere', 'West%20Europe']) {
      expect(await bench.call('GET', `/api/locations/${region}/${what}`)).toMatchObject({
        status: 404,
        body: { code: 'location-unknown' },
      });
    }
  });
});
