import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';
import { kubectlFor, kubectlMissing } from '../support/kubectl.ts';
import { describeOnEngine } from './test-engine.ts';

describeOnEngine('kubectl on real containers', ({ image }) => {
  const directory = dataFolder({ catalog: { sites: {} } }, afterAll);
  const catalog = ['--catalog', join(directory, 'my-catalog.json')];
  const cloud = new CloudProcess(directory, ['--containers', 'engine', ...catalog], afterAll);

  beforeAll(async () => {
    await cloud.hears('ready');
  });

  test.skipIf(kubectlMissing)(
    'runs a pod with an init container, and one that is asked and deleted',
    async () => {
      const { url } = await cloud.hears('partStarted', ({ part }) => part === 'kubernetes');
      const kubectl = kubectlFor(new URL('/api/k8s', url as string).href);

      const mounts = [{ name: 'shared', mountPath: '/shared' }];
      const container = (name: string, script: string) => ({
        name,
        image,
        command: ['sh', '-c', script],
        volumeMounts: mounts,
      });
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'sum' },
        spec: {
          restartPolicy: 'Never',
          initContainers: [container('fetch', 'echo 41 > /shared/number')],
          containers: [container('add', 'expr $(cat /shared/number) + 1')],
          volumes: [{ name: 'shared', emptyDir: {} }],
        },
      };
      await kubectl.ok('apply -f -', JSON.stringify(pod));
      await kubectl.ok('wait --for=jsonpath={.status.phase}=Succeeded pod/sum --timeout=25s');
      expect(await kubectl.ok('logs sum')).toBe('42\n');

      await kubectl.ok(`run server --image=${image} --restart=Always --command -- sleep 600`);
      await kubectl.ok('wait --for=condition=Ready pod/server --timeout=25s');
      await kubectl.ok('delete pod --all --timeout=25s');
      expect(await kubectl.ok('get pods -o name')).toBe('');
      await cloud.containerGroupsAreGone();
    },
  );
});
