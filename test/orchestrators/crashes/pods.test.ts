import { describe, expect, it } from 'vitest';
import { kubeJobRunId, podRunId } from '../../../lib/ids.ts';
import { asJob, jobKey } from '../../../lib/kubernetes/job-objects.ts';
import { refOf } from '../../../lib/kubernetes/pod-objects.ts';
import { aPodObject, beginPod, markDeleted, statusOfPod } from '../../support/a-pod-object.ts';
import { CrashWorld, crashes } from './crash-world.ts';

const settledMs = 1_800_000;

async function aWorld(exitCode?: number): Promise<CrashWorld> {
  const world = await CrashWorld.start([]);
  world.app.containers.story = (container) => {
    container.runs();
    if (exitCode !== undefined) container.after(5, () => container.exits(exitCode));
    return undefined;
  };
  return world;
}

describe('a pod', () => {
  it.each(crashes)('runs once and leaves nothing, though the engine dies %s', async (_, crash) => {
    const world = await aWorld(0);
    world.crashesAt(crash);
    await beginPod(world.app);
    await world.app.host.advance(settledMs);
    expect(await statusOfPod(world.app.kubeObjects)).toMatchObject({ phase: 'Succeeded' });
    expect(world.app.containers.created).toHaveLength(1);
    expect(world.app.containers.groups.size).toBe(0);
    expect(world.app.host.crashCount).toBeGreaterThan(0);
  });

  it.each(crashes)('goes with its group when it is deleted, though the engine dies %s', async (_, crash) => {
    const world = await aWorld();
    world.crashesAt(crash);
    await beginPod(world.app, aPodObject({ restartPolicy: 'Always' }));
    await world.app.advanceUntil(() => world.app.containers.groups.size > 0);
    await markDeleted(world.app);
    await world.app.host.advance(settledMs);
    expect(await statusOfPod(world.app.kubeObjects)).toBeUndefined();
    expect(world.app.containers.groups.size).toBe(0);
  });

  it('keeps its group when the hub is deleted, and goes on', async () => {
    const world = await aWorld();
    const { app } = world;
    await beginPod(app, aPodObject({ restartPolicy: 'Always' }));
    await app.host.advance(20_000);
    await world.losesHub();
    await world.timersFire();
    expect(await statusOfPod(app.kubeObjects)).toMatchObject({ phase: 'Running' });
    expect(app.containers.created).toHaveLength(1);
    expect(app.containers.groups.size).toBe(1);
    expect(app.engine.client.status(podRunId('uid-1'))?.runtimeStatus).toBe('Running');
  });
});

/** A third of them is each point, at turns that come round. */
const someCrashes = crashes.filter((_, index) => index % 3 === 0);

describe('a job of Kubernetes', () => {
  it.each(someCrashes)(
    'has its completions and leaves nothing, though the engine dies %s',
    async (_, crash) => {
      const world = await aWorld(0);
      const { app } = world;
      const template = {
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'demo/x:1' }] },
      };
      const job = {
        ...aPodObject({}, { name: 'sum', uid: 'uid-j' }),
        kind: 'Job',
        spec: { template, completions: 2, parallelism: 2 },
      };
      await app.kubeObjects.create(jobKey(refOf(job)), job);
      world.crashesAt(crash);
      await app.begin('runKubeJob', { job: refOf(job) }, kubeJobRunId('uid-j'));
      await app.host.advance(settledMs);
      const ended = await app.kubeObjects.read(jobKey(refOf(job)));
      expect(ended && asJob(ended).status).toMatchObject({
        succeeded: 2,
        conditions: [{ type: 'Complete' }],
      });
      // What was in flight at a crash goes on here beside its second run, and may make one pod too many, which is stopped.
      expect(app.containers.created.length).toBeLessThanOrEqual(3);
      expect(app.containers.groups.size).toBe(0);
    },
  );
});
