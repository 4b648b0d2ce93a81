import type { Pod } from 'kubernetes-types/core/v1.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { streamAnswers } from '../../../triggers/index.ts';
import { type KubeHost, startKubeHost } from '../../support/kube-host.ts';
import { kubectlFor, kubectlMissing } from '../../support/kubectl.ts';

beforeAll(() => streamAnswers());

const manifest = `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  restartPolicy: Never
  containers:
  - {name: main, image: "demo/web:1"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: words}
data: {greeting: hello}
`;

const running: Pod['status'] = {
  phase: 'Running',
  podIP: '10.0.0.4',
  conditions: [{ type: 'Ready', status: 'True' }],
  containerStatuses: [
    {
      name: 'main',
      image: 'demo/web:1',
      imageID: '',
      ready: true,
      restartCount: 0,
      state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
    },
  ],
};

/** Pods run at once, and are gone as soon as they are told to stop. */
async function started(): Promise<KubeHost & { kubectl: ReturnType<typeof kubectlFor> }> {
  const kube = await startKubeHost();
  kube.workloads.onStart = async ({ kind, metadata }) => {
    if (kind === 'Pod') await kube.setPodStatus(metadata?.name ?? '', running);
  };
  kube.workloads.onStop = async ({ kind, metadata }) => {
    await kube.objects.remove({
      resource: kind === 'Job' ? 'jobs.batch' : 'pods',
      namespace: metadata?.namespace ?? '',
      name: metadata?.name ?? '',
    });
  };
  return { ...kube, kubectl: kubectlFor(kube.server) };
}

describe.skipIf(kubectlMissing)('kubectl, as it is', () => {
  test('finds out what is served, and explains it', async () => {
    const { kubectl } = await started();
    const resources = await kubectl.ok('api-resources --no-headers');
    expect(resources.split('\n').map((line) => line.split(/\s+/)[0])).toEqual([
      'configmaps',
      'events',
      'namespaces',
      'pods',
      'secrets',
      'jobs',
      '',
    ]);
    expect(await kubectl.ok('explain pod.spec.containers.image')).toContain('Container image name.');
    expect(await kubectl.ok('version')).toContain('+slipway-1.2.3');
  });

  test('runs a pod, shows it, waits for it, reads its log, describes and deletes it', async () => {
    const { kubectl, workloads } = await started();
    workloads.log = ['hello\n', 'world\n'];
    expect(await kubectl.ok('run web --image=demo/web:1 --restart=Never')).toBe('pod/web created\n');
    expect(await kubectl.ok('wait --for=condition=Ready pod/web --timeout=10s')).toContain('condition met');
    expect(await kubectl.ok('get pods -o wide --no-headers')).toMatch(
      /^web +1\/1 +Running +0 +\d+s +10\.0\.0\.4 /,
    );
    expect(JSON.parse(await kubectl.ok('get pod web -o json'))).toMatchObject({
      kind: 'Pod',
      status: running,
    });
    expect(await kubectl.ok('get pod web -o yaml')).toContain('phase: Running');
    expect(await kubectl.ok('logs -f web --tail=5')).toBe('hello\nworld\n');
    expect(workloads.asked.at(-1)).toMatchObject({ follow: true, tailLines: 5 });
    expect(await kubectl.ok('describe pod web')).toMatch(/Status: +Running\n[\s\S]*Image: +demo\/web:1/);
    expect(await kubectl.ok('delete pod web')).toContain('"web" deleted');
    expect(await kubectl.fails('get pod web')).toContain('(NotFound): pods "web" not found');
  });

  test('applies manifests, on either side, and says what changes', async () => {
    const { kubectl } = await started();
    const apply = (text: string, flags = '') => kubectl.ok(`apply -f -${flags}`, text);
    const changed = manifest.replace('hello', 'hi');
    expect(await apply(manifest)).toBe('pod/web created\nconfigmap/words created\n');
    expect(await apply(manifest)).toBe('pod/web unchanged\nconfigmap/words unchanged\n');
    expect(await apply(changed)).toBe('pod/web unchanged\nconfigmap/words configured\n');
    expect(await apply(changed, ' --server-side')).toContain('configmap/words serverside-applied');
    const conflict = await kubectl.fails('apply -f - --server-side --field-manager=other', manifest);
    expect(conflict).toContain('conflict with "kubectl": .data.greeting');
    await apply(manifest, ' --server-side --field-manager=other --force-conflicts');
    expect(await kubectl.ok('get cm words -o jsonpath={.data.greeting}')).toBe('hello');
    expect(await kubectl.fails('apply -f -', manifest.replace('web:1', 'web:2'))).toContain(
      'spec.containers[0].image: Forbidden',
    );
    expect(await kubectl.ok('delete -f -', manifest)).toBe('pod "web" deleted\nconfigmap "words" deleted\n');
  });

  test('labels, patches, and selects', async () => {
    const { kubectl } = await started();
    await kubectl.ok('create -f -', manifest);
    await kubectl.ok('label pod web tier=front');
    expect(await kubectl.ok('get pods -l tier=front,app!=db -o name')).toBe('pod/web\n');
    expect(await kubectl.ok('get pods --field-selector=status.phase=Pending -o name')).toBe('');
    await kubectl.ok('patch cm words --type=merge -p {"data":{"greeting":null,"more":"1"}}');
    expect(await kubectl.ok('get cm words -o jsonpath={.data}')).toBe('{"more":"1"}');
  });

  test('creates jobs, secrets and namespaces, and deletes a namespace with all that is in it', async () => {
    const { kubectl } = await started();
    await kubectl.ok('create job sum --image=demo/sum:1');
    expect(await kubectl.ok('get jobs --no-headers')).toMatch(/^sum +Running +0\/1 /);
    await kubectl.ok('delete job sum --cascade=foreground');
    await kubectl.ok('create secret generic login --from-literal=password=hunter2');
    expect(await kubectl.ok('get secrets --no-headers')).toMatch(/^login +Opaque +1 /);
    await kubectl.ok('create namespace team');
    await kubectl.ok('run web --image=demo/web:1 -n team');
    expect(await kubectl.ok('delete namespace team')).toContain('"team" deleted');
    expect(await kubectl.ok('get namespaces -o name')).toBe('namespace/default\n');
  });

  test('watches, as pods come and go', async () => {
    const { kubectl } = await started();
    const watch = kubectl.start('get pods -w --no-headers');
    let seen = '';
    const shows = (text: RegExp) =>
      new Promise<void>((resolve) => {
        watch.stdout?.on('data', (piece) => {
          seen += String(piece);
          if (text.test(seen)) resolve();
        });
      });
    const appeared = shows(/web +1\/1 +Running/);
    await kubectl.ok('run web --image=demo/web:1');
    await appeared;
  });

  test('says what is wrong with a manifest, and why there is no terminal', async () => {
    const { kubectl } = await started();
    const odd = manifest.replace('restartPolicy', 'restartPolcy');
    expect(await kubectl.fails('create -f -', odd)).toContain(
      'strict decoding error: unknown field "spec.restartPolcy"',
    );
    await kubectl.ok('run web --image=demo/web:1');
    expect(await kubectl.fails('exec web -- ls')).toContain('npm run kube-gateway');
  });
});
