import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';
import { kubectlFor, kubectlMissing } from '../support/kubectl.ts';

const environment = { PATH: '/usr/local/bin:/usr/bin:/bin' };
const images = {
  'demo/echo:1': { command: ['/bin/sh', '-c', 'echo hello'], environment },
  'demo/fail:1': { command: ['/bin/sh', '-c', 'echo broken; exit 3'], environment },
  'demo/serve:1': { command: ['/bin/sh', '-c', 'echo up; while :; do sleep 1; done'], environment },
};

const pair = `
apiVersion: v1
kind: ConfigMap
metadata: {name: words}
data: {greeting: good day}
---
apiVersion: v1
kind: Pod
metadata: {name: greeter}
spec:
  restartPolicy: Never
  containers:
  - name: main
    image: demo/echo:1
    command: [/bin/sh, -c, 'echo "$GREETING, $(cat /words/greeting)"']
    env: [{name: GREETING, valueFrom: {configMapKeyRef: {name: words, key: greeting}}}]
    volumeMounts: [{name: words, mountPath: /words}]
  volumes: [{name: words, configMap: {name: words}}]
`;

describe.skipIf(kubectlMissing)('kubectl against the local cloud', () => {
  let cloud: CloudProcess;
  /** A hook that is registered inside another one is never called. */
  const atEnd: Array<() => Promise<void> | void> = [];
  const end = (action: () => Promise<void> | void): void => void atEnd.push(action);
  afterAll(async () => {
    for (const action of atEnd.reverse()) await action();
  });
  beforeAll(async () => {
    // Without sites, so that nothing is published beside it.
    const directory = dataFolder({ images, catalog: { sites: {} } }, end);
    cloud = new CloudProcess(directory, ['--catalog', join(directory, 'my-catalog.json')], end);
    await cloud.hears('ready');
  });

  async function started() {
    const { url } = await cloud.hears('partStarted', ({ part }) => part === 'kubernetes');
    return kubectlFor(new URL('/api/k8s', url as string).href);
  }

  test('runs pods and jobs as container groups, from their creation to the last one gone', async () => {
    const kubectl = await started();

    await kubectl.ok('run one --image=demo/echo:1 --restart=Never');
    await kubectl.ok('wait --for=jsonpath={.status.phase}=Succeeded pod/one --timeout=30s');
    expect(await kubectl.ok('logs one')).toBe('hello\n');
    expect(await kubectl.ok('get pod one --no-headers')).toMatch(/^one +0\/1 +Completed +0 /);

    await kubectl.ok('run broken --image=demo/fail:1 --restart=Never');
    await kubectl.ok('wait --for=jsonpath={.status.phase}=Failed pod/broken --timeout=30s');
    const described = await kubectl.ok('describe pod broken');
    expect(described).toMatch(/Exit Code: +3/);
    expect(described).toMatch(/Normal +Pulled/);

    await kubectl.ok('apply -f -', pair);
    await kubectl.ok('wait --for=jsonpath={.status.phase}=Succeeded pod/greeter --timeout=30s');
    expect(await kubectl.ok('logs greeter')).toContain('good day');

    await kubectl.ok('create job sum --image=demo/echo:1');
    await kubectl.ok('wait --for=condition=complete job/sum --timeout=30s');
    expect(await kubectl.ok('logs job/sum')).toBe('hello\n');
    expect(await kubectl.ok('get job sum --no-headers')).toMatch(/^sum +Complete +1\/1 /);

    await kubectl.ok('delete job sum');
    await kubectl.ok('delete pods --all');
    expect(await kubectl.ok('get pods,jobs -o name')).toBe('');
    await cloud.containerGroupsAreGone();
  });

  test('follows a log, opens a terminal, attaches, and ends a pod that would run for ever', async () => {
    const kubectl = await started();
    await kubectl.ok('run server --image=demo/serve:1');
    await kubectl.ok('wait --for=condition=Ready pod/server --timeout=30s');

    const follow = kubectl.start('logs -f server');
    await new Promise((resolve) => follow.stdout?.once('data', resolve));
    expect(await kubectl.ok('exec -i server -- /bin/sh', 'echo sum: $((20+22))\n')).toContain('sum: 42');
    expect(await kubectl.fails('exec server -- ls -l')).toContain('without arguments');
    const attach = kubectl.start('attach server');
    expect(String(await new Promise((resolve) => attach.stdout?.once('data', resolve)))).toContain('up');

    await kubectl.ok('delete pod server --grace-period=1');
    await cloud.containerGroupsAreGone();
  });

  test('is told by the path of a field what can not run', async () => {
    const kubectl = await started();
    const host = pair.replace('configMap: {name: words}', 'hostPath: {path: /etc}');
    expect(await kubectl.fails('apply -f -', host)).toContain('spec.volumes[0].hostPath');
  });
});
