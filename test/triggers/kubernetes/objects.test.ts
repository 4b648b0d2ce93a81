import { describe, expect, test } from 'vitest';
import { aPodManifest, configMapsPath, jobsPath, KubeBench, podsPath } from '../../support/kube-bench.ts';

const nested = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;

/** Each line stands for ten of the line before. */
const aliases = Array.from({ length: 7 }, (_, n) =>
  n === 0
    ? 'a0: &a0 x'
    : `a${n}: &a${n} [${Array(10)
        .fill(`*a${n - 1}`)
        .join(', ')}]`,
).join('\n');

describe('a pod that is created', () => {
  test('is kept with what Kubernetes fills in, and started', async () => {
    const bench = new KubeBench();
    const { status, body } = await bench.post(podsPath, aPodManifest('web'));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      metadata: {
        name: 'web',
        namespace: 'default',
        uid: expect.stringMatching(/^\d{8}-/),
        resourceVersion: expect.stringMatching(/^\d+$/),
        creationTimestamp: '2026-01-01T00:00:00Z',
        generation: 1,
      },
      spec: {
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
        containers: [{ name: 'main', imagePullPolicy: 'IfNotPresent' }],
      },
      status: { phase: 'Pending' },
    });
    expect(bench.workloads.started).toEqual([body]);
    expect((await bench.get(`${podsPath}/web`)).body).toEqual(body);
  });

  test('gets a name of its own behind a prefix', async () => {
    const bench = new KubeBench();
    const { body } = await bench.post(podsPath, {
      ...aPodManifest('x'),
      metadata: { generateName: 'job-' },
    });
    expect(body.metadata.name).toMatch(/^job-\w{5}$/);
  });

  test('is refused when there is one of its name', async () => {
    const bench = new KubeBench();
    await bench.aPod('web');
    const { status, body } = await bench.post(podsPath, aPodManifest('web'));
    expect(status).toBe(409);
    expect(body).toMatchObject({
      kind: 'Status',
      reason: 'AlreadyExists',
      message: 'pods "web" already exists',
      details: { name: 'web', kind: 'pods' },
      code: 409,
    });
    expect(bench.workloads.started).toHaveLength(1);
  });

  test.each([
    ['without a spec', { metadata: { name: 'x' } }, 422],
    ['with null for a spec', { metadata: { name: 'x' }, spec: null }, 422],
    ['of more levels than a history holds', `{"spec": ${nested}}`, 400],
    ['whose aliases stand for a million texts', aliases, 400],
  ])('%s is refused', async (_, body, status) => {
    const bench = new KubeBench();
    const type = 'application/yaml';
    expect((await bench.call('POST', podsPath, { body, type })).status).toBe(status);
    expect(bench.workloads.started).toEqual([]);
  });

  test.each([
    ['takes its spec away', { spec: null }, 422],
    ['is of more levels than a history holds', `{"metadata": {"annotations": ${nested}}}`, 400],
  ])('stays as it is when a patch %s', async (_, body, status) => {
    const bench = new KubeBench();
    await bench.aPod('web');
    for (const type of ['application/merge-patch+json', 'application/strategic-merge-patch+json'])
      expect((await bench.call('PATCH', `${podsPath}/web`, { body, type })).status).toBe(status);
  });

  test('is not found by what can be no name', async () => {
    const bench = new KubeBench();
    for (const name of ['..%2F..', 'a%23b', 'x'.repeat(300)])
      expect((await bench.get(`${podsPath}/${name}`)).status).toBe(404);
  });

  test('is refused with every mistake and its field', async () => {
    const bench = new KubeBench();
    const { status, body } = await bench.post(
      podsPath,
      aPodManifest('Bad_Name', {
        metadata: { labels: { 'a b': 'x' } },
        spec: {
          restartPolicy: 'Sometimes',
          containers: [
            { name: 'main', image: '' },
            { name: 'main', image: 'x' },
          ],
        },
      }),
    );
    expect(status).toBe(422);
    expect(body.reason).toBe('Invalid');
    expect(body.message).toContain('Pod "Bad_Name" is invalid: [metadata.name: Invalid value: "Bad_Name"');
    expect(
      body.details.causes.map(({ field, reason }: { field: string; reason: string }) => [field, reason]),
    ).toEqual([
      ['metadata.name', 'FieldValueInvalid'],
      ['metadata.labels', 'FieldValueInvalid'],
      ['spec.containers[0].image', 'FieldValueRequired'],
      ['spec.containers[1].name', 'FieldValueDuplicate'],
      ['spec.restartPolicy', 'FieldValueNotSupported'],
    ]);
    expect(bench.workloads.started).toEqual([]);
  });

  test('is refused for what can not be run, and is not kept', async () => {
    const bench = new KubeBench();
    const cause = {
      field: 'spec.volumes[0].hostPath',
      reason: 'FieldValueForbidden',
      message: 'Forbidden: no host',
    };
    bench.workloads.causes = [cause as never];
    const { status, body } = await bench.post(podsPath, aPodManifest('web'));
    expect([status, body.details.causes]).toEqual([422, [cause]]);
    expect((await bench.get(`${podsPath}/web`)).status).toBe(404);
  });

  test('is not kept when it could not be started', async () => {
    const bench = new KubeBench();
    bench.workloads.onStart = async () => {
      throw new Error('no engine');
    };
    expect(await bench.post(podsPath, aPodManifest('web'))).toMatchObject({
      status: 500,
      body: { reason: 'InternalError' },
    });
    expect(bench.errors).toHaveLength(1);
    expect((await bench.get(`${podsPath}/web`)).status).toBe(404);
  });

  test('as a dry run is answered whole, and neither kept nor started', async () => {
    const bench = new KubeBench();
    const { status, body } = await bench.post(`${podsPath}?dryRun=All`, aPodManifest('web'));
    expect([status, body.spec.restartPolicy]).toEqual([201, 'Always']);
    expect(bench.workloads.started).toEqual([]);
    expect((await bench.get(`${podsPath}/web`)).status).toBe(404);
  });

  test('can be written in YAML', async () => {
    const bench = new KubeBench();
    const body =
      'kind: Pod\napiVersion: v1\nmetadata: {name: y}\nspec:\n  containers:\n  - {name: a, image: b}\n';
    const answer = await bench.call('POST', podsPath, { body, type: 'application/yaml' });
    expect([answer.status, answer.body.metadata.name]).toEqual([201, 'y']);
    expect(await bench.call('POST', podsPath, { body: 'a: [', type: 'application/yaml' })).toMatchObject({
      status: 400,
    });
  });
});

describe('fields that the schema does not have', () => {
  const odd = aPodManifest('web', { spec: { containers: [{ name: 'a', image: 'b', imgae: 'c' }], foo: 1 } });

  test('refuse the object when validation is strict', async () => {
    const { status, body } = await new KubeBench().post(`${podsPath}?fieldValidation=Strict`, odd);
    expect(status).toBe(400);
    expect(body.message).toBe(
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imgae", unknown field "spec.foo"',
    );
  });

  test('are warned of, or passed over, and dropped in any case', async () => {
    const bench = new KubeBench();
    const warned = await bench.post(podsPath, odd);
    expect(warned.headers.get('warning')).toContain('299 - "unknown field \\"spec.containers[0].imgae\\""');
    expect(warned.body.spec.foo).toBeUndefined();
    const ignored = await bench.post(`${podsPath}?fieldValidation=Ignore`, {
      ...odd,
      metadata: { name: 'b' },
    });
    expect([ignored.status, ignored.headers.get('warning')]).toEqual([201, null]);
    expect((await bench.post(`${podsPath}?fieldValidation=Maybe`, odd)).status).toBe(400);
  });

  test('are told apart from values of a wrong type, and from fields that are missing', async () => {
    const bench = new KubeBench();
    const wrong = await bench.post(
      podsPath,
      aPodManifest('a', { spec: { containers: 'none', hostNetwork: 'yes' } }),
    );
    expect(wrong.status).toBe(400);
    expect(wrong.body.message).toContain(
      'spec.containers: expected array, got "none"; spec.hostNetwork: expected boolean',
    );
    const missing = await bench.post(podsPath, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: {},
    });
    expect(missing).toMatchObject({
      status: 422,
      body: { details: { causes: [{ field: 'spec.containers', reason: 'FieldValueRequired' }] } },
    });
  });
});

test('a job gets a selector, and labels by which its pods are found', async () => {
  const bench = new KubeBench();
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } };
  const { status, body } = await bench.post(jobsPath, { metadata: { name: 'sum' }, spec: { template } });
  expect(status).toBe(201);
  const { uid } = body.metadata;
  expect(body.spec).toMatchObject({
    completions: 1,
    parallelism: 1,
    backoffLimit: 6,
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
    template: { metadata: { labels: { 'job-name': 'sum', 'batch.kubernetes.io/controller-uid': uid } } },
  });
  const always = { template: { spec: { ...template.spec, restartPolicy: 'Always' } }, completions: -1 };
  const refused = await bench.post(jobsPath, { metadata: { name: 'bad' }, spec: always });
  expect(refused.body.details.causes.map(({ field }: { field: string }) => field)).toEqual([
    'spec.template.spec.restartPolicy',
    'spec.completions',
  ]);
});

describe('a secret', () => {
  const path = '/api/v1/namespaces/default/secrets';

  test('takes plain text, and shows it encoded', async () => {
    const bench = new KubeBench();
    await bench.post(path, { metadata: { name: 's' }, stringData: { a: 'b' }, data: { c: 'ZA==' } });
    const { body } = await bench.get(`${path}/s`);
    expect(body).toMatchObject({ type: 'Opaque', data: { a: 'Yg==', c: 'ZA==' } });
    expect(body.stringData).toBeUndefined();
  });

  test('that is not base64 is refused without being repeated', async () => {
    const { status, text } = await new KubeBench().post(path, {
      metadata: { name: 's' },
      data: { a: 'hunter2!' },
    });
    expect(status).toBe(422);
    expect(text).toContain('data[a]');
    expect(text).not.toContain('hunter2');
  });
});

describe('an object that is replaced', () => {
  test('must be the version that was read', async () => {
    const bench = new KubeBench();
    const { body: first } = await bench.post(configMapsPath, { metadata: { name: 'c' }, data: { a: '1' } });
    const path = `${configMapsPath}/c`;
    const second = await bench.call('PUT', path, { body: { ...first, data: { a: '2' } } });
    expect([second.status, second.body.data]).toEqual([200, { a: '2' }]);
    expect(await bench.call('PUT', path, { body: { ...first, data: { a: '3' } } })).toMatchObject({
      status: 409,
      body: { reason: 'Conflict', message: expect.stringContaining('the object has been modified') },
    });
    const { resourceVersion: _, ...metadata } = first.metadata;
    const blind = await bench.call('PUT', path, { body: { ...first, metadata, data: { a: '4' } } });
    expect([blind.status, blind.body.metadata.uid]).toEqual([200, first.metadata.uid]);
    expect((await bench.call('PUT', `${configMapsPath}/d`, { body: first })).status).toBe(404);
  });

  test('does not change what it runs, nor its status', async () => {
    const bench = new KubeBench();
    const pod = await bench.aPod('web');
    const changed = {
      ...pod,
      spec: { ...(pod.spec as object), containers: [{ name: 'main', image: 'demo/x:2' }] },
    };
    expect(await bench.call('PUT', `${podsPath}/web`, { body: changed })).toMatchObject({
      status: 422,
      body: { details: { causes: [{ field: 'spec.containers[0].image', reason: 'FieldValueForbidden' }] } },
    });
    const labelled = {
      ...pod,
      metadata: { ...pod.metadata, labels: { a: 'b' } },
      status: { phase: 'Failed' },
    };
    const { body } = await bench.call('PUT', `${podsPath}/web`, { body: labelled });
    expect([body.metadata.labels, body.status.phase]).toEqual([{ a: 'b' }, 'Pending']);
  });

  test('stays as it is when it says so itself', async () => {
    const bench = new KubeBench();
    const { body } = await bench.post(configMapsPath, {
      metadata: { name: 'c' },
      data: { a: '1' },
      immutable: true,
    });
    const answer = await bench.call('PUT', `${configMapsPath}/c`, {
      body: { ...body, data: {}, immutable: false },
    });
    expect(answer.body.details.causes.map(({ field }: { field: string }) => field)).toEqual([
      'data',
      'immutable',
    ]);
  });

  test('is not written anew when nothing changes', async () => {
    const bench = new KubeBench();
    const { body } = await bench.post(configMapsPath, { metadata: { name: 'c' }, data: { a: '1' } });
    const again = await bench.call('PUT', `${configMapsPath}/c`, { body });
    expect(again.body.metadata.resourceVersion).toBe(body.metadata.resourceVersion);
  });
});

test('an object of more than 1 MB is refused with what to do', async () => {
  const data = { a: 'x'.repeat(1_100_000) };
  expect(await new KubeBench().post(configMapsPath, { metadata: { name: 'c' }, data })).toMatchObject({
    status: 413,
    body: { reason: 'RequestEntityTooLarge', message: expect.stringContaining('1 MB') },
  });
});

test.each([
  ['POST', podsPath, { ...aPodManifest('a'), kind: 'Job' }, 400],
  ['POST', podsPath, { ...aPodManifest('a', { metadata: { namespace: 'other' } }) }, 400],
  ['POST', '/api/v1/pods', aPodManifest('a'), 400],
  ['POST', '/api/v1/namespaces/none/pods', aPodManifest('a'), 404],
  ['PUT', podsPath, aPodManifest('a'), 405],
  ['DELETE', '/api/v1/pods', undefined, 405],
  ['GET', '/api/v1/nodes', undefined, 404],
  ['GET', '/api/v1/pods/web', undefined, 404],
  ['GET', `${podsPath}/web/scale`, undefined, 404],
  ['PATCH', `${podsPath}/web/status`, {}, 405],
])('%s %s is answered with a Status: %#', async (method, path, body, status) => {
  const answer = await new KubeBench().call(method, path, body ? { body } : {});
  expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure', code: status });
  expect(answer.status).toBe(status);
});
