import { describe, expect, test } from 'vitest';
import { podRunId } from '../../../lib/ids.ts';
import {
  aPodObject,
  beginPod,
  eventsOf,
  keep,
  markDeleted,
  statusOfPod,
} from '../../support/a-pod-object.ts';
import type { FakeContainer } from '../../support/fakes/fake-containers.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const runId = podRunId('uid-1');

/** Lets time pass until a status fits. */
async function until(app: TestApp, fits: (status: Awaited<ReturnType<typeof statusOfPod>>) => boolean) {
  let status = await statusOfPod(app.kubeObjects);
  for (let step = 0; !fits(status); step++) {
    if (step > 500) throw new Error(`The pod stays as it is: ${JSON.stringify(status)}`);
    await app.host.advance(1_000);
    status = await statusOfPod(app.kubeObjects);
  }
  return status;
}

async function anApp(story: (container: FakeContainer) => void = (container) => container.runs()) {
  const app = await startTestApp();
  app.containers.story = (container) => {
    story(container);
    return undefined;
  };
  return app;
}

describe('runPod', () => {
  test('runs a pod to its end, keeps its exit code, and removes its group', async () => {
    const app = await anApp((container) => {
      container.after(5, () => container.runs());
      container.after(20, () => container.exits(3));
    });
    await beginPod(app);
    await until(app, (status) => status?.phase === 'Running');
    expect(await app.outcomeOf(runId)).toEqual({ kind: 'ended' });

    expect(await statusOfPod(app.kubeObjects)).toMatchObject({
      phase: 'Failed',
      containerStatuses: [
        { name: 'main', ready: false, state: { terminated: { exitCode: 3, reason: 'Error' } } },
      ],
    });
    await app.advanceUntil(() => app.containers.groups.size === 0);
    expect(app.containers.created).toHaveLength(1);
  });

  test('lets the other containers run on when one has failed, as Kubernetes does', async () => {
    const app = await anApp((container) => {
      container.runs('main');
      container.runs('other');
      container.after(10, () => container.exits(1, 'main'));
      container.after(100, () => container.exits(0, 'other'));
    });
    const containers = ['main', 'other'].map((name) => ({ name, image: 'demo/x:1' }));
    await beginPod(app, aPodObject({ containers }));
    await app.outcomeOf(runId);
    expect(app.elapsedSeconds).toBeGreaterThan(95);
    expect(await statusOfPod(app.kubeObjects)).toMatchObject({ phase: 'Failed' });
  });

  test('removes the group of a pod that is deleted, and then the object', async () => {
    const app = await anApp((container) => {
      container.runs();
      container.lingers = 3;
    });
    await beginPod(app, aPodObject({ restartPolicy: 'Always' }));
    await until(app, (status) => status?.phase === 'Running');
    await markDeleted(app);
    const remove = app.kubeObjects.remove.bind(app.kubeObjects);
    let groupsAtRemoval: number | undefined;
    app.kubeObjects.remove = (...named) => {
      groupsAtRemoval = app.containers.groups.size;
      return remove(...named);
    };
    await until(app, (status) => status === undefined);
    expect(await app.outcomeOf(runId)).toEqual({ kind: 'deleted' });
    expect(groupsAtRemoval).toBe(0);
  });

  test('runs for ever, in lives of bounded history', async () => {
    const app = await anApp();
    await beginPod(app, aPodObject({ restartPolicy: 'Always' }));
    await app.host.advance(25 * 60 * 1_000);
    expect(await statusOfPod(app.kubeObjects)).toMatchObject({ phase: 'Running' });
    expect(app.containers.created).toHaveLength(1);
    expect(app.host.history(runId).length).toBeLessThan(900);
    await markDeleted(app);
    await until(app, (status) => status === undefined);
  });

  test('waits for what the pod refers to, and says for what', async () => {
    const app = await anApp();
    const env = [{ name: 'X', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }];
    await beginPod(app, aPodObject({ containers: [{ name: 'main', image: 'demo/x:1', env }] }));
    expect(await until(app, (status) => status?.containerStatuses !== undefined)).toMatchObject({
      phase: 'Pending',
      containerStatuses: [
        { state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "db" not found' } } },
      ],
    });
    await app.kubeObjects.create(
      { resource: 'secrets', namespace: 'default', name: 'db' },
      { ...aPodObject({}, { name: 'db' }), kind: 'Secret', data: { password: 'czNjcmV0' } },
    );
    await until(app, (status) => status?.phase === 'Running');
    expect(app.containers.created[0]?.shape.containers[0]?.secrets).toEqual({ X: 's3cret' });
    expect(JSON.stringify(app.host.history(runId))).not.toContain('s3cret');
  });

  test('tries an image again that could not be pulled, in a new group, and says so meanwhile', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      if (container.attempt < 3)
        return { kind: 'imageNotAccessible', reason: 'notFound', message: 'no such image' };
      container.runs();
      return undefined;
    };
    await beginPod(app);
    const waiting = await until(app, (status) => status?.containerStatuses !== undefined);
    expect(waiting).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } } }],
    });
    await until(app, (status) => status?.phase === 'Running');
    expect(app.containers.created.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(await eventsOf(app.kubeObjects)).toContain('Failed x2: no such image');
  });

  test('goes to the next region when one has no capacity', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      if (container.request.region === 'eastus') return { kind: 'capacity', message: 'full' };
      container.runs();
      return undefined;
    };
    await beginPod(app, aPodObject({}, { annotations: { 'slipway/regions': 'eastus,westus' } }));
    await until(app, (status) => status?.phase === 'Running');
    expect(app.containers.created.map(({ region }) => region)).toEqual(['eastus', 'westus']);
    expect(await eventsOf(app.kubeObjects)).toContain('FailedScheduling x1: full');
  });

  test('fails a pod that Azure refuses for good', async () => {
    const app = await startTestApp();
    app.containers.story = () => ({ kind: 'refused', message: 'The label is taken.' });
    await beginPod(app);
    expect(await app.outcomeOf(runId)).toEqual({ kind: 'left' });
    expect(await statusOfPod(app.kubeObjects)).toMatchObject({
      phase: 'Failed',
      reason: 'Refused',
      message: 'The label is taken.',
    });
    expect(app.containers.created).toHaveLength(1);
  });

  test('ends a pod whose time is over', async () => {
    const app = await anApp();
    await beginPod(app, aPodObject({ activeDeadlineSeconds: 60 }));
    await app.outcomeOf(runId);
    expect(app.elapsedSeconds).toBeGreaterThan(58);
    expect(app.elapsedSeconds).toBeLessThan(70);
    expect(await statusOfPod(app.kubeObjects)).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  test('fails a pod whose group somebody else deleted while it ran', async () => {
    const app = await anApp();
    await beginPod(app);
    await until(app, (status) => status?.phase === 'Running');
    app.containers.groups.clear();
    await app.outcomeOf(runId);
    expect(await statusOfPod(app.kubeObjects)).toMatchObject({ phase: 'Failed', reason: 'NotFound' });
  });

  test('tells each event of the group once', async () => {
    const app = await anApp((container) => {
      container.warns('Unhealthy', 'Liveness probe failed', 2);
      container.runs();
    });
    await beginPod(app, aPodObject({ restartPolicy: 'Always' }));
    await app.host.advance(300 * 1_000);
    expect(await eventsOf(app.kubeObjects)).toEqual([
      'Scheduled x1: Successfully assigned default/web to slipway',
      'Unhealthy x2: Liveness probe failed',
    ]);
  });
});

describe('a pod whose run is lost', () => {
  test('keeps its group, and gets a new run with the next sweep', async () => {
    const app = await anApp();
    await beginPod(app, aPodObject({ restartPolicy: 'Always' }));
    await until(app, (status) => status?.phase === 'Running');
    await app.engine.client.terminate(runId, 'somebody pressed the button');

    expect(await app.run('sweepOrphans', { hub: 'test' })).toMatchObject({ removed: [] });
    await app.host.advance(60 * 1_000);
    expect(app.containers.groups.size).toBe(1);
    expect(app.containers.created).toHaveLength(1);
    await markDeleted(app);
    await until(app, (status) => status === undefined);
    expect(app.containers.groups.size).toBe(0);
  });

  test('that has ended is left alone', async () => {
    const app = await anApp();
    await keep(app.kubeObjects, { ...aPodObject(), status: { phase: 'Succeeded' } });
    await app.run('sweepOrphans', { hub: 'test' });
    expect(app.engine.client.status(runId)).toBeUndefined();
  });
});
