import { describe, expect, test } from 'vitest';
import { aManifestBench } from '../../support/a-manifest-bench.ts';

const pod = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: vk }
spec:
  restartPolicy: Never
  containers:
    - name: main
      image: demo/x:1
      env:
        - { name: KEY, valueFrom: { secretKeyRef: { name: share, key: azurestorageaccountkey } } }
        - { name: UID, valueFrom: { fieldRef: { fieldPath: metadata.uid } } }
`;

const job = (spec: string) => `
apiVersion: batch/v1
kind: Job
metadata: { name: sum }
spec:
  ${spec}
  template:
    spec:
      restartPolicy: OnFailure
      containers: [{ name: main, image: demo/x:1 }]
`;

const issuesOf = (body: Record<string, unknown>) => body.issues as Array<{ place: string; problem: string }>;

describe('a manifest', () => {
  test('of a pod is a run of a job, and knows itself by the id of the run', async () => {
    const bench = await aManifestBench();
    const { status, headers, body } = await bench.send(pod);
    expect(status).toBe(202);
    expect(body).toMatchObject({ kind: 'job', cause: 'kubernetes', containers: [{ name: 'main' }] });
    expect(headers.get('location')).toBe(`https://slipway.test/api/runs/${body.id}`);
    expect(bench.started?.spec.group).toMatchObject({
      name: 'web',
      containers: [
        {
          environment: { UID: body.id },
          secrets: {
            KEY: { kind: 'kubernetes', namespace: 'vk', name: 'share', key: 'azurestorageaccountkey' },
          },
        },
      ],
    });
    expect(JSON.stringify(bench.started)).not.toContain('k3y');
  });

  test('may be JSON', async () => {
    const bench = await aManifestBench();
    const containers = [{ name: 'main', image: 'demo/x:1' }];
    const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers } };
    expect((await bench.send(JSON.stringify(manifest), { 'content-type': 'application/json' })).status).toBe(
      202,
    );
  });

  test('that is sent again with its key starts nothing more', async () => {
    const bench = await aManifestBench();
    const first = await bench.send(pod, { 'idempotency-key': 'one' });
    const second = await bench.send(pod, { 'idempotency-key': 'one' });
    expect(second.body.id).toBe(first.body.id);
    expect(bench.runs.started.filter(({ name }) => name === 'runJob')).toHaveLength(1);
    expect((await bench.send(job(''), { 'idempotency-key': 'one' })).status).toBe(422);
  });

  test('of a job makes new groups for what fails, as often as it may', async () => {
    const bench = await aManifestBench();
    await bench.send(job('backoffLimit: 2\n  activeDeadlineSeconds: 300\n  ttlSecondsAfterFinished: 100'));
    expect(bench.started?.spec).toMatchObject({
      timeToLiveMinutes: 2,
      group: {
        restartPolicy: 'Never',
        runningDeadlineSeconds: 300,
        maxAttempts: 3,
        retry: { backoffSeconds: 10, factor: 2, exitCodes: 'any' },
      },
    });
  });

  test('of a job with several completions is an array', async () => {
    const bench = await aManifestBench();
    const { status, body } = await bench.send(job('completions: 5\n  parallelism: 2'));
    expect(status).toBe(202);
    expect(body).toMatchObject({ kind: 'jobArray' });
    expect(bench.runs.started).toMatchObject([{ name: 'runArray', input: { items: 5, parallelism: 2 } }]);
  });

  test.each<[string, string, string]>([
    ['a mistake of the syntax, by line and column', 'kind: [Pod', 'line 1, column 11'],
    ['nothing', '# nothing', '(the whole body)'],
    ['two manifests', `${pod}---\n${pod}`, '(the whole body)'],
    ['a list', 'apiVersion: v1\nkind: List\nitems: []', 'kind'],
    ['another kind', 'apiVersion: apps/v1\nkind: Deployment', 'kind'],
    ['a field that is none of Kubernetes’', `${pod}  color: red`, 'spec.color'],
    ['a value of another type', `${pod}  hostNetwork: 1`, 'spec.hostNetwork'],
    ['what can’t be run', `${pod}  hostNetwork: true`, 'spec.hostNetwork'],
    [
      'a secret that is not there',
      pod.replace('name: share', 'name: other'),
      'spec.containers[0].env[0].valueFrom.secretKeyRef',
    ],
    ['a job that waits', job('suspend: true'), 'spec.suspend'],
    ['an indexed job', job('completionMode: Indexed\n  completions: 2'), 'spec.completionMode'],
  ])('is refused for %s', async (_, manifest, place) => {
    const bench = await aManifestBench();
    const { status, body } = await bench.send(manifest);
    expect(status).toBe(400);
    expect(issuesOf(body).map((issue) => issue.place)).toContain(place);
    expect(bench.runs.started).toEqual([]);
  });

  test('is refused with every mistake at once, also where Kubernetes does not have the field', async () => {
    const bench = await aManifestBench();
    const { body } = await bench.send(`${pod}  hostNetwork: true\n  color: red`);
    expect(issuesOf(body).map(({ place }) => place)).toEqual(['spec.color', 'spec.hostNetwork']);
  });
});
