import { readFileSync } from 'node:fs';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../contract/kube-objects.ts';
import { podRunId } from '../../../../lib/ids.ts';
import type { ExecRequest, PodLogOptions } from '../../../../lib/kubernetes/kube-workloads.ts';
import { asPod, podKey, refOf } from '../../../../lib/kubernetes/pod-objects.ts';
import { containerWorkloads } from '../../../../lib/kubernetes/workloads/container-workloads.ts';
import type { Runs } from '../../../../lib/ports/runs.ts';
import { aPodObject, beginPod, keep, statusOfPod } from '../../../support/a-pod-object.ts';
import { runsOfBench } from '../../../support/runs-of-bench.ts';
import { startTestApp, type TestApp } from '../../../support/test-app.ts';

const runId = podRunId('uid-1');

async function aBench(spec: Parameters<typeof aPodObject>[0] = {}) {
  const app = await startTestApp();
  app.containers.story = (container) => {
    container.runs();
    return undefined;
  };
  const workloads = containerWorkloads({
    objects: app.kubeObjects,
    containers: app.containers,
    documents: app.documents,
    clock: { now: () => new Date(app.clock.now()) },
    pause: (milliseconds) => app.host.advance(milliseconds),
    readTimedLog: async (group, container) => {
      const text = await app.containers.readLog(group, container);
      return text?.replace(/^(?=.)/gm, '2026-01-01T00:00:01.000Z ');
    },
    connections: {
      exec: async (group, container, { command, rows }) => ({
        kind: 'open',
        webSocketUri: `ws://${container}/${command}/${rows}`,
        password: group,
      }),
      attach: async () => ({ kind: 'absent' }),
    },
    settings: { hub: 'test', locations: ['westeurope'] },
  });
  const object = aPodObject({ restartPolicy: 'Always', ...spec });
  return { app, workloads, runs: runsOfBench(app) as Runs, object, pod: () => podOf(app) };
}

async function podOf(app: TestApp): Promise<Pod> {
  const object = await app.kubeObjects.read(podKey({ namespace: 'default', name: 'web' }));
  if (!object) throw new Error('There is no pod.');
  return asPod(object);
}

const plain: PodLogOptions = { follow: false, timestamps: false };

async function textOf(
  logs: Awaited<ReturnType<ReturnType<typeof containerWorkloads>['logs']>>,
): Promise<string> {
  if (logs.kind === 'none') return `none: ${logs.message}`;
  let all = '';
  for await (const part of logs.text) all += part;
  return all;
}

/** A pod that has a group, which has run for a while. */
async function aRunningPod(spec: Parameters<typeof aPodObject>[0] = {}) {
  const bench = await aBench(spec);
  await beginPod(bench.app, bench.object);
  await bench.app.host.advance(10_000);
  const [group] = bench.app.containers.groups.values();
  if (!group) throw new Error('The pod has no group.');
  return { ...bench, group };
}

describe('refusals', () => {
  test('are what can never run; what a pod refers to may still come', async () => {
    const { workloads } = await aBench();
    const container = { name: 'main', image: 'x', envFrom: [{ secretRef: { name: 'none' } }] };
    expect(await workloads.refusals(asPod(aPodObject({ containers: [container] })))).toEqual([]);
    expect(await workloads.refusals(asPod(aPodObject({ hostNetwork: true })))).toMatchObject([
      { field: 'spec.hostNetwork' },
    ]);
    const job = { ...aPodObject(), kind: 'Job', spec: { template: { spec: { containers: [container] } } } };
    expect(await workloads.refusals(job as never)).toMatchObject([
      { field: 'spec.template.spec.restartPolicy' },
    ]);
  });
});

describe('a workload', () => {
  test('is started once, and stopped with its group', async () => {
    const { app, workloads, runs, object } = await aBench();
    const kept = await keep(app.kubeObjects, object);
    await workloads.start(asPod(kept), runs);
    await workloads.start(asPod(kept), runs);
    await app.host.advance(10_000);
    expect(app.containers.created).toHaveLength(1);

    const going = await mark(app);
    await workloads.stop(asPod(going), runs);
    await app.host.advance(30_000);
    expect(await statusOfPod(app.kubeObjects)).toBeUndefined();
    expect(app.containers.groups.size).toBe(0);
  });

  test('that has ended is gone as soon as it is stopped', async () => {
    const { app, workloads, runs, object } = await aBench();
    await keep(app.kubeObjects, { ...object, status: { phase: 'Succeeded' } });
    await workloads.stop(asPod(await mark(app)), runs);
    expect(await statusOfPod(app.kubeObjects)).toBeUndefined();
  });

  test('whose run was lost is stopped all the same', async () => {
    const { app, workloads, runs } = await aRunningPod();
    await app.engine.client.terminate(runId);
    await app.host.idle();
    await workloads.stop(asPod(await mark(app)), runs);
    await app.host.advance(30_000);
    expect(await statusOfPod(app.kubeObjects)).toBeUndefined();
    expect(app.containers.groups.size).toBe(0);
  });
});

async function mark(app: TestApp): Promise<KubeObject> {
  const object = (await podOf(app)) as KubeObject;
  const metadata = { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
  const written = await app.kubeObjects.replace(podKey(refOf(object)), { ...object, metadata });
  if (written.kind !== 'written') throw new Error('The pod could not be marked.');
  return written.object;
}

describe('logs', () => {
  test('are what is archived and what Azure has more', async () => {
    const { app, workloads, runs, group, pod } = await aRunningPod();
    group.prints('one\n');
    await app.host.advance(60_000);
    group.prints('two\n');
    expect(await textOf(await workloads.logs(await pod(), plain, runs))).toBe('one\ntwo\n');
    expect(await textOf(await workloads.logs(await pod(), { ...plain, tailLines: 1 }, runs))).toBe('two\n');
    expect(await textOf(await workloads.logs(await pod(), { ...plain, limitBytes: 5 }, runs))).toBe('one\nt');
  });

  test('stay when the pod has ended', async () => {
    const { app, workloads, runs, group, pod } = await aRunningPod({ restartPolicy: 'Never' });
    group.prints('done\n');
    group.exits(0);
    await app.outcomeOf(runId);
    await app.advanceUntil(() => app.containers.groups.size === 0);
    expect(await textOf(await workloads.logs(await pod(), plain, runs))).toBe('done\n');
    const since = { ...plain, sinceTime: '2026-06-01T00:00:00Z' };
    expect(await textOf(await workloads.logs(await pod(), since, runs))).toBe('');
    expect(await textOf(await workloads.logs(await pod(), { ...plain, timestamps: true }, runs))).toMatch(
      /^none: the group of this pod is gone/,
    );
  });

  test('are followed until the container has ended', async () => {
    const { workloads, runs, group, pod } = await aRunningPod({ restartPolicy: 'Never' });
    group.prints('one\n');
    group.after(3, () => group.prints('two\n'));
    group.after(5, () => {
      group.prints('three\n');
      group.exits(0);
    });
    expect(await textOf(await workloads.logs(await pod(), { ...plain, follow: true }, runs))).toBe(
      'one\ntwo\nthree\n',
    );
  });

  test('are not followed for longer than a function may take', async () => {
    const { app, workloads, runs, group, pod } = await aRunningPod();
    group.prints('one\n');
    const before = app.elapsedSeconds;
    expect(await textOf(await workloads.logs(await pod(), { ...plain, follow: true }, runs))).toBe('one\n');
    const { functionTimeout } = JSON.parse(readFileSync('host.json', 'utf8')) as { functionTimeout: string };
    const [hours = 0, minutes = 0, seconds = 0] = functionTimeout.split(':').map(Number);
    const took = app.elapsedSeconds - before;
    expect(took).toBeGreaterThan(500);
    expect(took).toBeLessThan(hours * 3_600 + minutes * 60 + seconds - 30);
  });

  test('have times while the group is there', async () => {
    const { workloads, runs, group, pod } = await aRunningPod();
    group.prints('one\n');
    expect(await textOf(await workloads.logs(await pod(), { ...plain, timestamps: true }, runs))).toBe(
      '2026-01-01T00:00:01.000Z one\n',
    );
    const since = { ...plain, sinceTime: '2026-01-01T00:00:02Z' };
    expect(await textOf(await workloads.logs(await pod(), since, runs))).toBe('');
  });

  test('of a pod that waits are none', async () => {
    const { app, workloads, runs, object, pod } = await aBench();
    await keep(app.kubeObjects, object);
    expect(await textOf(await workloads.logs(await pod(), plain, runs))).toBe(
      'none: container "main" in pod "web" is waiting to start: ContainerCreating',
    );
  });
});

describe('a terminal', () => {
  test('is where Azure says, for one program', async () => {
    const { workloads, runs, group, pod } = await aRunningPod();
    const shell: ExecRequest = { kind: 'exec', container: 'main', command: ['sh'], rows: 30 };
    expect(await workloads.exec(await pod(), shell, runs)).toEqual({
      kind: 'target',
      webSocketUri: 'ws://main/sh/30',
      password: group.request.name,
    });
    expect(await workloads.exec(await pod(), { ...shell, command: ['ls', '-l'] }, runs)).toEqual({
      kind: 'refused',
      message:
        'Azure starts a program without arguments; start a shell and type there: kubectl exec -it web -- sh',
    });
    expect(await workloads.exec(await pod(), { kind: 'attach', container: 'main' }, runs)).toMatchObject({
      kind: 'refused',
    });
  });
});
