import { describe, expect, test } from 'vitest';
import { asTable, configMapsPath, KubeBench, podsPath } from '../../support/kube-bench.ts';

async function threePods(): Promise<KubeBench> {
  const bench = new KubeBench();
  await bench.aPod('a', { metadata: { labels: { app: 'web', tier: 'front' } } });
  await bench.aPod('b', { metadata: { labels: { app: 'web' } } });
  await bench.aPod('c', { metadata: { labels: { app: 'db', size: '3' } } });
  await bench.setStatus('b', { phase: 'Running' });
  return bench;
}

function namesOf(items: Array<{ metadata: { name: string } }>): string[] {
  return items.map(({ metadata }) => metadata.name);
}

describe('a list', () => {
  test.each([
    ['labelSelector=app=web', ['a', 'b']],
    ['labelSelector=app==web,tier', ['a']],
    ['labelSelector=app!=web', ['c']],
    ['labelSelector=app in (db, cache),!tier', ['c']],
    ['labelSelector=app notin (db)', ['a', 'b']],
    ['labelSelector=size>2', ['c']],
    ['labelSelector=size<3', []],
    ['fieldSelector=metadata.name=b', ['b']],
    ['fieldSelector=status.phase!=Running,metadata.namespace=default', ['a', 'c']],
    ['fieldSelector=spec.restartPolicy=Always&labelSelector=app=db', ['c']],
    ['', ['a', 'b', 'c']],
  ])('of pods with %s has those that fit', async (query, names) => {
    const bench = await threePods();
    const { status, body } = await bench.get(`${podsPath}?${query}`);
    expect([status, body.kind, namesOf(body.items)]).toEqual([200, 'PodList', names]);
  });

  test.each([
    'labelSelector=app web',
    'labelSelector=a=b=c',
    'fieldSelector=spec.hostname=x',
    'fieldSelector=x',
    'limit=-1',
  ])('with %s is refused', async (query) => {
    const { status, body } = await new KubeBench().get(`${podsPath}?${query}`);
    expect([status, body.reason]).toEqual([400, 'BadRequest']);
  });

  test('comes in pages, each object once, with the version of the first page', async () => {
    const bench = await threePods();
    const first = (await bench.get(`${podsPath}?limit=2`)).body;
    expect([namesOf(first.items), first.metadata.remainingItemCount]).toEqual([['a', 'b'], 1]);
    await bench.aPod('d');
    const second = (await bench.get(`${podsPath}?limit=2&continue=${first.metadata.continue}`)).body;
    expect(namesOf(second.items)).toEqual(['c', 'd']);
    expect(second.metadata.continue).toBeUndefined();
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    expect((await bench.get(`${podsPath}?limit=2&continue=nonsense`)).status).toBe(410);
  });

  test('of all namespaces has all of them', async () => {
    const bench = await threePods();
    await bench.post('/api/v1/namespaces', { metadata: { name: 'other' } });
    await bench.post('/api/v1/namespaces/other/configmaps', { metadata: { name: 'z' } });
    await bench.post(configMapsPath, { metadata: { name: 'y' } });
    expect(namesOf((await bench.get('/api/v1/configmaps')).body.items).sort()).toEqual(['y', 'z']);
  });

  test('of metadata only leaves out the rest', async () => {
    const bench = await threePods();
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const { body } = await bench.get(podsPath, accept);
    expect(body.kind).toBe('PartialObjectMetadataList');
    expect(body.items[0]).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
    expect(body.items[0].spec).toBeUndefined();
  });
});

describe('a table', () => {
  const cellsOf = (body: { rows: Array<{ cells: unknown[] }> }) => body.rows.map(({ cells }) => cells);

  test('shows pods as kubectl prints them', async () => {
    const bench = await threePods();
    const ended = (reason: string, exitCode: number) => ({
      name: 'main',
      restartCount: 2,
      state: { terminated: { reason, exitCode } },
      lastState: { terminated: { finishedAt: '2026-01-01T00:00:00Z' } },
    });
    await bench.setStatus('a', { phase: 'Failed', containerStatuses: [ended('OOMKilled', 137)] });
    await bench.setStatus('b', {
      phase: 'Running',
      podIP: '10.0.0.4',
      containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: {} } }],
    });
    await bench.setStatus('c', {
      phase: 'Pending',
      initContainerStatuses: [{ name: 'i', restartCount: 0, state: { waiting: { reason: 'ErrImagePull' } } }],
    });
    await bench.clock.advanceBy(305_000);
    const { body } = await bench.get(podsPath, asTable);
    const columns = body.columnDefinitions.map(({ name, priority }: { name: string; priority: number }) => [
      name,
      priority,
    ]);
    expect(columns.slice(0, 6)).toEqual([
      ['Name', 0],
      ['Ready', 0],
      ['Status', 0],
      ['Restarts', 0],
      ['Age', 0],
      ['IP', 1],
    ]);
    expect(cellsOf(body).map((cells) => cells.slice(0, 6))).toEqual([
      ['a', '0/1', 'OOMKilled', '2 (5m5s ago)', '5m5s', '<none>'],
      ['b', '1/1', 'Running', '0', '5m5s', '10.0.0.4'],
      ['c', '0/1', 'Init:ErrImagePull', '0', '5m5s', '<none>'],
    ]);
    expect(body.rows[0].object).toMatchObject({ kind: 'PartialObjectMetadata' });
  });

  test('shows a pod that is going as such', async () => {
    const bench = await threePods();
    await bench.call('DELETE', `${podsPath}/b`);
    const { body } = await bench.get(`${podsPath}/b`, asTable);
    expect(cellsOf(body)[0]?.[2]).toBe('Terminating');
  });

  test('has the objects, or nothing, where that is asked for', async () => {
    const bench = await threePods();
    expect((await bench.get(`${podsPath}?includeObject=Object`, asTable)).body.rows[0].object.kind).toBe(
      'Pod',
    );
    expect((await bench.get(`${podsPath}?includeObject=None`, asTable)).body.rows[0].object).toBeUndefined();
  });

  test.each([
    ['configmaps', { data: { a: '1', b: '2' }, binaryData: { c: 'AA==' } }, ['x', 3, '0s']],
    ['secrets', { type: 'example/t', data: { a: 'AA==' } }, ['x', 'example/t', 1, '0s']],
    [
      'events',
      {
        involvedObject: { kind: 'Pod', name: 'web' },
        type: 'Normal',
        reason: 'Pulled',
        message: 'pulled it',
        lastTimestamp: '2026-01-01T00:00:00Z',
      },
      ['0s', 'Normal', 'Pulled', 'pod/web', '', '', 'pulled it', '<unknown>', 1, 'x'],
    ],
  ])('shows %s', async (resource, fields, cells) => {
    const bench = new KubeBench();
    const path = `/api/v1/namespaces/default/${resource}`;
    const created = await bench.post(path, { metadata: { name: 'x' }, ...fields });
    expect(created.status).toBe(201);
    expect(cellsOf((await bench.get(path, asTable)).body)).toEqual([cells]);
  });

  test('shows jobs with their completions and how long they took', async () => {
    const bench = new KubeBench();
    const path = '/apis/batch/v1/namespaces/default/jobs';
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } };
    const { body: job } = await bench.post(path, {
      metadata: { name: 'j' },
      spec: { template, completions: 3 },
    });
    const key = { resource: 'jobs.batch', namespace: 'default', name: 'j' };
    await bench.objects.replace(key, {
      ...job,
      status: {
        succeeded: 3,
        startTime: '2026-01-01T00:00:00Z',
        completionTime: '2026-01-01T00:03:00Z',
        conditions: [{ type: 'Complete', status: 'True' }],
      },
    });
    const cells = cellsOf((await bench.get(path, asTable)).body)[0];
    expect(cells?.slice(0, 7)).toEqual(['j', 'Complete', '3/3', '3m', '0s', 'a', 'b']);
  });
});
