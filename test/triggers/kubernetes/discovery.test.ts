import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { KubeBench, podsPath } from '../../support/kube-bench.ts';

describe('the discovery', () => {
  test('names groups, versions and resources one by one', async () => {
    const bench = new KubeBench();
    expect((await bench.get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    expect((await bench.get('/apis')).body.groups).toMatchObject([
      { name: 'batch', preferredVersion: { groupVersion: 'batch/v1' } },
    ]);
    expect((await bench.get('/apis/batch')).body).toMatchObject({ kind: 'APIGroup', name: 'batch' });
    const { body } = await bench.get('/api/v1');
    expect(body.resources.map(({ name }: { name: string }) => name)).toEqual([
      'configmaps',
      'events',
      'namespaces',
      'namespaces/status',
      'pods',
      'pods/attach',
      'pods/exec',
      'pods/log',
      'pods/status',
      'secrets',
    ]);
    expect((await bench.get('/apis/batch/v1')).body.groupVersion).toBe('batch/v1');
    expect((await bench.get('/apis/apps/v1')).status).toBe(404);
  });

  test.each(['v2', 'v2beta1'])('is one document for clients that know the form (%s)', async (version) => {
    const bench = new KubeBench();
    const accept = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`;
    const { body, headers } = await bench.get('/apis', accept);
    expect(headers.get('content-type')).toContain('as=APIGroupDiscoveryList');
    expect(body).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      items: [
        {
          metadata: { name: 'batch' },
          versions: [{ version: 'v1', resources: [{ resource: 'jobs', scope: 'Namespaced' }] }],
        },
      ],
    });
    const core = (await bench.get('/api', accept)).body.items[0].versions[0].resources;
    expect(core.find(({ resource }: { resource: string }) => resource === 'pods').shortNames).toEqual(['po']);
  });

  test('has a version, and answers probes', async () => {
    const bench = new KubeBench();
    expect((await bench.get('/version')).body).toMatchObject({
      major: '1',
      gitVersion: expect.stringMatching(/^v1\.\d+\.\d+\+slipway-1\.2\.3$/),
    });
    expect((await bench.get('/readyz')).text).toBe('ok');
  });
});

describe('OpenAPI', () => {
  test('of each group and version has its kinds, with descriptions, and says who validates', async () => {
    const bench = new KubeBench();
    const { paths } = (await bench.get('/openapi/v3')).body;
    expect(Object.keys(paths)).toEqual(['api/v1', 'apis/batch/v1']);
    const { body } = await bench.get(paths['apis/batch/v1'].serverRelativeURL.replace('/api/k8s', ''));
    const { schemas } = body.components;
    expect(schemas['io.k8s.api.batch.v1.Job']['x-kubernetes-group-version-kind']).toEqual([
      { group: 'batch', version: 'v1', kind: 'Job' },
    ]);
    expect(schemas['io.k8s.api.core.v1.PodSpec'].properties.containers).toMatchObject({
      type: 'array',
      description: expect.stringContaining('List of containers'),
      'x-kubernetes-patch-merge-key': 'name',
    });
    const { patch } = body.paths['/apis/batch/v1/namespaces/{namespace}/jobs/{name}'];
    expect(patch.parameters.map(({ name }: { name: string }) => name)).toContain('fieldValidation');
    expect((await bench.get('/openapi/v3/apis/apps/v1')).status).toBe(404);
  });

  test('names no schema that is not there', async () => {
    const { text, body } = await new KubeBench().get('/openapi/v3/api/v1');
    const named = [...text.matchAll(/#\/components\/schemas\/([\w.]+)/g)].map(([, name]) => name);
    const missing = [...new Set(named)].filter((name) => !(String(name) in body.components.schemas));
    expect(missing).toEqual([]);
  });
});

describe('access', () => {
  test('is refused, whatever is asked for, to those without a key', async () => {
    const bench = new KubeBench();
    bench.tokens = ['key'];
    for (const path of ['/version', podsPath, '/kubeconfig', '/nothing']) {
      const { status, body, headers } = await bench.get(path);
      expect([status, body.reason, headers.get('www-authenticate')], path).toEqual([
        401,
        'Unauthorized',
        'Bearer',
      ]);
    }
    const wrong = await bench.call('GET', podsPath, { headers: { authorization: 'Bearer other' } });
    expect(wrong.status).toBe(401);
  });

  test.each([
    [{ authorization: 'Bearer key' }, ''],
    [{ 'x-functions-key': 'key' }, ''],
    [{}, '?code=key'],
  ])('is given to those with one, who get a kubeconfig with it: %j%s', async (headers, query) => {
    const bench = new KubeBench();
    bench.tokens = ['key'];
    const { status, text } = await bench.call('GET', `/kubeconfig${query}`, { headers });
    expect(status).toBe(200);
    expect(parse(text)).toMatchObject({
      clusters: [{ cluster: { server: 'https://slipway.test/api/k8s' } }],
      users: [{ user: { token: 'key' } }],
      'current-context': 'test',
    });
  });

  test('without keys leaves a place for one in the kubeconfig', async () => {
    expect((await new KubeBench().get('/kubeconfig')).text).toMatch(/^# Put a function key/);
  });
});
