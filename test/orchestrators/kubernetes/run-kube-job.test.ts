import type { Job } from 'kubernetes-types/batch/v1.js';
import { describe, expect, test } from 'vitest';
import { asJob, jobKey } from '../../../lib/kubernetes/job-objects.ts';
import { beginKubeJob } from '../../support/a-kube-job.ts';
import { eventsOf } from '../../support/a-pod-object.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const key = jobKey({ namespace: 'default', name: 'sum' });

async function jobOf(app: TestApp): Promise<Job | undefined> {
  const object = await app.kubeObjects.read(key);
  return object && asJob(object);
}

async function conditionsOf(app: TestApp): Promise<string[] | undefined> {
  return (await jobOf(app))?.status?.conditions?.map(({ type }) => type);
}

describe('runKubeJob', () => {
  test('makes as many pods at a time as it may, until all have succeeded', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.runs();
      container.after(20, () => container.exits(0));
      return undefined;
    };
    const id = await beginKubeJob(app, { completions: 3, parallelism: 2, completionMode: 'Indexed' });
    await app.outcomeOf(id);

    expect((await jobOf(app))?.status).toMatchObject({ succeeded: 3, active: 0, completedIndexes: '0-2' });
    expect(await conditionsOf(app)).toEqual(['Complete']);
    const indexes = app.containers.created.map(
      ({ shape }) => shape.containers[0]?.environment.JOB_COMPLETION_INDEX,
    );
    expect(indexes.sort()).toEqual(['0', '1', '2']);
    expect(app.containers.peak).toBeLessThanOrEqual(3);
    const { objects: pods } = await app.kubeObjects.list('pods');
    expect(pods.map(({ metadata }) => metadata.labels?.['job-name'])).toEqual(['sum', 'sum', 'sum']);
    for (const { metadata } of pods) expect(metadata.name).toMatch(/^sum-[012]-[0-9a-f]{5}$/);
    expect(
      (await eventsOf(app.kubeObjects)).filter((event) => event.startsWith('SuccessfulCreate')),
    ).toHaveLength(3);
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  test('replaces pods that fail, and gives up when too many have', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.exits(1);
      return undefined;
    };
    await app.outcomeOf(await beginKubeJob(app, { backoffLimit: 1 }));
    expect(await conditionsOf(app)).toEqual(['Failed']);
    expect(app.containers.created).toHaveLength(2);
  });

  test('takes its pods with it when it is deleted, and what is left when its time has come', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.runs();
      container.after(5, () => container.exits(0));
      return undefined;
    };
    const id = await beginKubeJob(app, { ttlSecondsAfterFinished: 60 });
    await app.outcomeOf(id);
    expect(await jobOf(app)).toBeUndefined();
    expect((await app.kubeObjects.list('pods')).objects).toEqual([]);
    expect(app.elapsedSeconds).toBeGreaterThan(60);
  });

  test('is stopped with its pods', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.runs();
      return undefined;
    };
    const id = await beginKubeJob(app, {});
    await app.advanceUntil(() => app.containers.groups.size === 1);
    const object = await app.kubeObjects.read(key);
    if (object) {
      const metadata = { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
      await app.kubeObjects.replace(key, { ...object, metadata });
    }
    await app.outcomeOf(id);
    expect(await jobOf(app)).toBeUndefined();
    expect((await app.kubeObjects.list('pods')).objects).toEqual([]);
    expect(app.containers.groups.size).toBe(0);
  });
});
