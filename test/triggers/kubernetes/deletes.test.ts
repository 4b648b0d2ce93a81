import { describe, expect, test } from 'vitest';
import { configMapsPath, jobsPath, KubeBench, podsPath } from '../../support/kube-bench.ts';

const podKey = (name: string) => ({ resource: 'pods', namespace: 'default', name });

describe('a pod that is deleted', () => {
  test('stays, marked as going, until what runs it has removed it', async () => {
    const bench = new KubeBench();
    const { metadata } = await bench.aPod('web');
    const { status, body } = await bench.call('DELETE', `${podsPath}/web`);
    expect(status).toBe(200);
    expect(body.metadata).toMatchObject({
      uid: metadata.uid,
      deletionTimestamp: '2026-01-01T00:00:30Z',
      deletionGracePeriodSeconds: 30,
    });
    expect(bench.workloads.stopped).toEqual([body]);
    expect((await bench.get(`${podsPath}/web`)).body).toEqual(body);
    await bench.objects.remove(podKey('web'));
    expect((await bench.call('DELETE', `${podsPath}/web`)).status).toBe(404);
  });

  test('may get a shorter grace later, and no longer one', async () => {
    const bench = new KubeBench();
    await bench.aPod('web');
    const grace = async (gracePeriodSeconds: number) => {
      const { body } = await bench.call('DELETE', `${podsPath}/web`, { body: { gracePeriodSeconds } });
      return body.metadata.deletionGracePeriodSeconds;
    };
    expect([await grace(20), await grace(60), await grace(5)]).toEqual([20, 20, 5]);
  });

  test('by force is gone at once, and ended all the same', async () => {
    const bench = new KubeBench();
    await bench.aPod('web');
    const { status } = await bench.call('DELETE', `${podsPath}/web?gracePeriodSeconds=0`);
    expect([status, bench.workloads.stopped.length]).toEqual([200, 1]);
    expect((await bench.get(`${podsPath}/web`)).status).toBe(404);
  });

  test('must be the one that is meant', async () => {
    const bench = new KubeBench();
    await bench.aPod('web');
    const body = { preconditions: { uid: 'another' } };
    expect(await bench.call('DELETE', `${podsPath}/web`, { body })).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('UID in precondition: another') },
    });
    expect(bench.workloads.stopped).toEqual([]);
  });

  test('as a dry run stays as it is', async () => {
    const bench = new KubeBench();
    const pod = await bench.aPod('web');
    for (const call of [{ body: { dryRun: ['All'] } }, {}]) {
      const path = `${podsPath}/web${call.body ? '' : '?dryRun=All'}`;
      expect((await bench.call('DELETE', path, call)).status).toBe(200);
    }
    expect((await bench.get(`${podsPath}/web`)).body).toEqual(pod);
  });
});

describe('a job that is deleted', () => {
  async function aJobWithPod(): Promise<KubeBench> {
    const bench = new KubeBench();
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } };
    const { body } = await bench.post(jobsPath, { metadata: { name: 'sum' }, spec: { template } });
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'sum', uid: body.metadata.uid };
    await bench.aPod('sum-1', { metadata: { ownerReferences: [owner] } });
    await bench.aPod('other');
    return bench;
  }
  const stopped = (bench: KubeBench) => bench.workloads.stopped.map(({ metadata }) => metadata?.name);

  test.each(['Background', 'Foreground'])('takes its pods with it (%s)', async (propagationPolicy) => {
    const bench = await aJobWithPod();
    await bench.call('DELETE', `${jobsPath}/sum`, { body: { propagationPolicy } });
    expect(stopped(bench)).toEqual(['sum-1', 'sum']);
  });

  test('leaves its pods, which are nobody’s then, where that is asked for', async () => {
    const bench = await aJobWithPod();
    await bench.call('DELETE', `${jobsPath}/sum`, { body: { propagationPolicy: 'Orphan' } });
    expect(stopped(bench)).toEqual(['sum']);
    expect((await bench.objects.read(podKey('sum-1')))?.metadata.ownerReferences).toEqual([]);
  });

  test('in an unknown way is refused', async () => {
    const bench = await aJobWithPod();
    const answer = await bench.call('DELETE', `${jobsPath}/sum`, { body: { propagationPolicy: 'Maybe' } });
    expect(answer.status).toBe(400);
  });
});

test('a collection is deleted as far as it fits', async () => {
  const bench = new KubeBench();
  for (const name of ['a', 'b', 'c'])
    await bench.post(configMapsPath, { metadata: { name, labels: { keep: String(name === 'c') } } });
  const { status, body } = await bench.call('DELETE', `${configMapsPath}?labelSelector=keep=false`);
  expect([status, body.items.length]).toEqual([200, 2]);
  expect((await bench.get(configMapsPath)).body.items).toMatchObject([{ metadata: { name: 'c' } }]);
});

describe('a namespace', () => {
  const path = '/api/v1/namespaces';

  test('called default always is, and stays', async () => {
    const bench = new KubeBench();
    expect((await bench.get(path)).body.items).toMatchObject([
      { metadata: { name: 'default' }, status: { phase: 'Active' } },
    ]);
    expect((await bench.call('DELETE', `${path}/default`)).status).toBe(403);
  });

  test('goes with all that is in it, when the last pod is gone', async () => {
    const bench = new KubeBench();
    await bench.post(path, { metadata: { name: 'team' } });
    await bench.post(`${path}/team/configmaps`, { metadata: { name: 'c' } });
    await bench.post(`${path}/team/pods`, {
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'a', image: 'b' }] },
    });
    const { body } = await bench.call('DELETE', `${path}/team`);
    expect(body.status.phase).toBe('Terminating');
    expect((await bench.get(`${path}/team/configmaps`)).body.items).toEqual([]);
    expect((await bench.get(`${path}/team`)).body.metadata.deletionTimestamp).toBe('2026-01-01T00:00:00Z');
    const late = await bench.post(`${path}/team/configmaps`, { metadata: { name: 'late' } });
    expect([late.status, late.body.reason]).toEqual([403, 'Forbidden']);
    // What runs the pod removes it in the end, while somebody waits for the namespace.
    bench.onPause = () => bench.objects.remove({ resource: 'pods', namespace: 'team', name: 'web' });
    const events = await bench.watched(`${path}?watch=1&timeoutSeconds=3&fieldSelector=metadata.name=team`);
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
    expect((await bench.get(`${path}/team`)).status).toBe(404);
  });
});
