import { describe, expect, test } from 'vitest';
import { configMapsPath, KubeBench, podsPath } from '../../support/kube-bench.ts';

const path = `${configMapsPath}/c`;
const jsonPatch = 'application/json-patch+json';
const mergePatch = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const apply = 'application/apply-patch+yaml';

async function aConfigMap(data: Record<string, string>): Promise<KubeBench> {
  const bench = new KubeBench();
  await bench.post(`${configMapsPath}?fieldManager=creator`, { metadata: { name: 'c' }, data });
  return bench;
}

describe('a patch', () => {
  test.each([
    ['merges, and removes what is null', mergePatch, { data: { a: null, c: '3' } }, { b: '2', c: '3' }],
    ['does one operation after the other', jsonPatch, [{ op: 'remove', path: '/data/b' }], { a: '1' }],
    ['merges by the schema', strategic, { data: { $patch: 'replace', z: '9' } }, { z: '9' }],
  ])('%s', async (_, type, patch, data) => {
    const bench = await aConfigMap({ a: '1', b: '2' });
    const { status, body } = await bench.call('PATCH', path, { body: patch, type });
    expect([status, body.data]).toEqual([200, data]);
    expect((await bench.get(path)).body.data).toEqual(data);
  });

  test('merges lists by the keys of their elements', async () => {
    const bench = new KubeBench();
    await bench.aPod('web', { metadata: { finalizers: ['a.example/x'] } });
    const { status, body } = await bench.call('PATCH', `${podsPath}/web`, {
      type: strategic,
      body: { metadata: { finalizers: ['b.example/y'], labels: { a: 'b' } } },
    });
    expect(status).toBe(200);
    expect(body.metadata).toMatchObject({ finalizers: ['a.example/x', 'b.example/y'], labels: { a: 'b' } });
  });

  test('that can not be done says which operation failed', async () => {
    const bench = await aConfigMap({ a: '1' });
    const body = [
      { op: 'test', path: '/data/a', value: '2' },
      { op: 'remove', path: '/data/none' },
    ];
    const answer = await bench.call('PATCH', path, { body, type: jsonPatch });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toMatch(/operation 0 .*; operation 1 /);
  });

  test('of an unknown media type, of nothing, or with another name is refused', async () => {
    const bench = await aConfigMap({ a: '1' });
    expect((await bench.call('PATCH', path, { body: {}, type: 'application/json' })).status).toBe(415);
    expect((await bench.call('PATCH', path)).status).toBe(400);
    const renamed = { metadata: { name: 'd' } };
    expect((await bench.call('PATCH', path, { body: renamed, type: mergePatch })).status).toBe(400);
    expect((await bench.call('PATCH', `${path}x`, { body: {}, type: mergePatch })).status).toBe(404);
  });

  test('is made anew when somebody else writes in between', async () => {
    const bench = await aConfigMap({ a: '1' });
    const replace = bench.objects.replace.bind(bench.objects);
    let others = 2;
    bench.objects.replace = async (key, object) => {
      if (others > 0) {
        const stored = await bench.objects.read(key);
        if (stored) await replace(key, { ...stored, data: { a: '1', other: String(others) } });
        others -= 1;
      }
      return replace(key, object);
    };
    const { status, body } = await bench.call('PATCH', path, {
      body: { data: { b: '2' } },
      type: mergePatch,
    });
    expect([status, body.data]).toEqual([200, { a: '1', b: '2', other: '1' }]);
  });
});

describe('server-side apply', () => {
  const applied = (data: Record<string, string>) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c' },
    data,
  });
  const send = (bench: KubeBench, data: Record<string, string>, manager: string, query = '') =>
    bench.call('PATCH', `${path}?fieldManager=${manager}${query}`, { body: applied(data), type: apply });

  test('creates what is not there, and owns what it says', async () => {
    const bench = new KubeBench();
    const { status, body } = await send(bench, { a: '1' }, 'ci');
    expect(status).toBe(201);
    expect(body.metadata.managedFields).toEqual([
      {
        manager: 'ci',
        operation: 'Apply',
        apiVersion: 'v1',
        time: '2026-01-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {} } },
      },
    ]);
  });

  test('removes what it said before and does no longer', async () => {
    const bench = new KubeBench();
    await send(bench, { a: '1', b: '2' }, 'ci');
    expect((await send(bench, { a: '1' }, 'ci')).body.data).toEqual({ a: '1' });
  });

  test('leaves what others own, and what others own too', async () => {
    const bench = new KubeBench();
    await send(bench, { a: '1', b: '2' }, 'ci');
    await send(bench, { b: '2', c: '3' }, 'other');
    expect((await send(bench, { a: '1' }, 'ci')).body.data).toEqual({ a: '1', b: '2', c: '3' });
  });

  test('is refused where somebody else owns a field with another value, and names it', async () => {
    const bench = await aConfigMap({ a: '1', b: '2' });
    const { status, body } = await send(bench, { a: '9', b: '2' }, 'ci');
    expect(status).toBe(409);
    expect(body).toMatchObject({
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "creator" using v1: .data.a',
      details: {
        causes: [
          { reason: 'FieldManagerConflict', message: 'conflict with "creator" using v1', field: '.data.a' },
        ],
      },
    });
    expect((await bench.get(path)).body.data).toEqual({ a: '1', b: '2' });
  });

  test('takes fields from others by force', async () => {
    const bench = await aConfigMap({ a: '1', b: '2' });
    const { body } = await send(bench, { a: '9' }, 'ci', '&force=true');
    expect(body.data).toEqual({ a: '9', b: '2' });
    const owned = body.metadata.managedFields.map(
      ({ manager, fieldsV1 }: { manager: string; fieldsV1: Record<string, object> }) => [
        manager,
        Object.keys(fieldsV1['f:data'] ?? {}),
      ],
    );
    expect(owned).toEqual([
      ['creator', ['f:b']],
      ['ci', ['f:a']],
    ]);
  });

  test('loses to a later write what that changes', async () => {
    const bench = new KubeBench();
    await send(bench, { a: '1', b: '2' }, 'ci');
    const patch = { body: { data: { a: '9' } }, type: mergePatch };
    await bench.call('PATCH', `${path}?fieldManager=hand`, patch);
    const { status, body } = await send(bench, { a: '1', b: '2' }, 'ci');
    expect([status, body.details.causes[0].message]).toEqual([409, 'conflict with "hand" using v1']);
  });

  test('that says the same again writes nothing', async () => {
    const bench = new KubeBench();
    const first = await send(bench, { a: '1' }, 'ci');
    await bench.clock.advanceBy(60_000);
    expect((await send(bench, { a: '1' }, 'ci')).body).toEqual(first.body);
  });

  test('tells elements of lists apart by their keys', async () => {
    const bench = new KubeBench();
    const pod = (ports: object[]) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'main', image: 'x', ports }] },
    });
    const { body } = await bench.call('PATCH', `${podsPath}/web?fieldManager=ci`, {
      body: pod([{ containerPort: 80 }]),
      type: apply,
    });
    expect(body.metadata.managedFields[0].fieldsV1).toEqual({
      'f:spec': {
        'f:containers': {
          'k:{"name":"main"}': {
            '.': {},
            'f:name': {},
            'f:image': {},
            'f:ports': {
              'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} },
            },
          },
        },
      },
    });
    const again = await bench.call('PATCH', `${podsPath}/web?fieldManager=ci`, {
      body: pod([{ containerPort: 80, protocol: 'TCP' }]),
      type: apply,
    });
    expect([again.status, again.body.spec.containers[0].ports]).toEqual([
      200,
      [{ containerPort: 80, protocol: 'TCP' }],
    ]);
  });

  test('needs a manager, and the name of the path', async () => {
    const bench = new KubeBench();
    expect((await bench.call('PATCH', path, { body: applied({}), type: apply })).status).toBe(400);
    const other = { ...applied({}), metadata: { name: 'd' } };
    const answer = await bench.call('PATCH', `${path}?fieldManager=ci`, { body: other, type: apply });
    expect(answer.status).toBe(400);
  });
});
