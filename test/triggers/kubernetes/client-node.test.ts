import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { streamAnswers } from '../../../triggers/index.ts';
import { kubeconfig } from '../../../triggers/kubernetes/kubeconfig.ts';
import { startKubeHost } from '../../support/kube-host.ts';

beforeAll(() => streamAnswers());

const body = { metadata: { name: 'web' }, spec: { containers: [{ name: 'main', image: 'demo/x:1' }] } };

test('an informer of the JavaScript client sees a pod come, change and go', async () => {
  const kube = await startKubeHost();
  const config = new KubeConfig();
  config.loadFromString(kubeconfig(kube.server, 'test', undefined));
  const api = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, '/api/v1/namespaces/default/pods', () =>
    api.listNamespacedPod({ namespace: 'default' }),
  );
  const seen: string[] = [];
  const told = (event: 'add' | 'update' | 'delete') =>
    new Promise<void>((resolve) => {
      informer.on(event, ({ metadata, status }) => {
        seen.push(`${event} ${metadata?.name} ${status?.phase}`);
        resolve();
      });
    });
  const [added, updated, deleted] = [told('add'), told('update'), told('delete')];
  await informer.start();
  onTestFinished(() => informer.stop());

  const created = await api.createNamespacedPod({ namespace: 'default', body });
  expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
  await added;
  await kube.setPodStatus('web', { phase: 'Running' });
  await updated;
  expect(informer.get('web', 'default')?.status?.phase).toBe('Running');
  await kube.objects.remove({ resource: 'pods', namespace: 'default', name: 'web' });
  await deleted;
  expect(seen).toEqual(['add web Pending', 'update web Running', 'delete web Running']);
});

test('the JavaScript client gets refusals as they are', async () => {
  const kube = await startKubeHost();
  const config = new KubeConfig();
  config.loadFromString(kubeconfig(kube.server, 'test', undefined));
  const api = config.makeApiClient(CoreV1Api);
  const invalid = { metadata: { name: 'web' }, spec: { containers: [] } };
  await expect(api.createNamespacedPod({ namespace: 'default', body: invalid })).rejects.toMatchObject({
    code: 422,
    body: expect.stringContaining('spec.containers'),
  });
});
