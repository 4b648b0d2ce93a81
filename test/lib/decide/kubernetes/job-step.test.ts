import type { Job, JobSpec, JobStatus } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { describe, expect, test } from 'vitest';
import { indexAnnotation, rangesOf } from '../../../../lib/decide/kubernetes/job-indexes.ts';
import { jobStep } from '../../../../lib/decide/kubernetes/job-step.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();

function aJob(spec: Partial<JobSpec> = {}, status: JobStatus = {}, metadata: Job['metadata'] = {}): Job {
  return { metadata: { name: 'sum', uid: 'j', ...metadata }, spec: { template: {}, ...spec }, status };
}

type Shown = { phase?: string; index?: number; endedAt?: string; restarts?: number; going?: boolean };

function aPod({ phase = 'Running', index, endedAt, restarts = 0, going }: Shown = {}): Pod {
  return {
    metadata: {
      ...(index === undefined ? {} : { annotations: { [indexAnnotation]: String(index) } }),
      ...(going ? { deletionTimestamp: at(0) } : {}),
    },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: phase === 'Running' ? 'True' : 'False' }],
      containerStatuses: [
        {
          name: 'main',
          image: '',
          imageID: '',
          ready: true,
          restartCount: restarts,
          ...(endedAt ? { state: { terminated: { exitCode: 1, finishedAt: endedAt } } } : {}),
        },
      ],
    },
  };
}

const succeeded = (index?: number) => aPod({ phase: 'Succeeded', ...(index === undefined ? {} : { index }) });
const failed = (endedAt = at(0)) => aPod({ phase: 'Failed', endedAt });
const step = (job: Job, pods: Pod[] = [], seconds = 0) => jobStep(job, pods, start + seconds * 1_000);
const conditions = ({ status }: ReturnType<typeof step>) =>
  status.conditions?.map(({ type, reason }) => [type, reason]);

describe('a job', () => {
  test.each<[string, Partial<JobSpec>, Pod[], number]>([
    ['one pod', {}, [], 1],
    ['none while one runs', {}, [aPod()], 0],
    ['as many as may run at a time', { completions: 10, parallelism: 3 }, [aPod()], 2],
    [
      'no more than are missing',
      { completions: 5, parallelism: 3 },
      [succeeded(), succeeded(), succeeded(), succeeded()],
      1,
    ],
    ['no further one after the first success of a queue', { parallelism: 3 }, [succeeded(), aPod()], 0],
    ['all of a queue at once', { parallelism: 3 }, [], 3],
    ['none while one goes away', { completions: 1 }, [aPod({ going: true })], 0],
    ['none when parallelism is 0', { completions: 3, parallelism: 0 }, [], 0],
  ])('makes %s', (_, spec, pods, count) => {
    expect(step(aJob(spec), pods).create).toHaveLength(count);
  });

  test('stops pods that are too many', () => {
    const pods = [aPod(), aPod(), aPod()];
    expect(step(aJob({ completions: 5, parallelism: 1 }), pods).remove).toHaveLength(2);
    const going = [aPod(), aPod({ going: true }), aPod({ going: true })];
    expect(step(aJob({ completions: 5, parallelism: 1 }), going)).toMatchObject({ create: [], remove: [] });
  });

  test('gives indexed pods the lowest index that nobody works at', () => {
    const spec: Partial<JobSpec> = { completionMode: 'Indexed', completions: 5, parallelism: 3 };
    const next = step(aJob(spec), [succeeded(0), aPod({ index: 2 })]);
    expect(next.create).toEqual([1, 3]);
    expect(next.status).toMatchObject({ completedIndexes: '0', active: 1, ready: 1, succeeded: 1 });
  });

  test('is complete when all its completions have succeeded', () => {
    const done = step(aJob({ completions: 2 }, { startTime: at(0) }), [succeeded(), succeeded()], 60);
    expect(conditions(done)).toEqual([['Complete', 'CompletionsReached']]);
    expect(done.status).toMatchObject({ succeeded: 2, completionTime: '2026-01-01T00:01:00Z' });
    expect(done.event).toMatchObject({ type: 'Normal', reason: 'Completed' });
  });

  test('of a queue is complete when one has succeeded and none runs any more', () => {
    expect(conditions(step(aJob(), [succeeded(), aPod()]))).toBeUndefined();
    expect(conditions(step(aJob(), [succeeded(), succeeded()]))).toEqual([
      ['Complete', 'CompletionsReached'],
    ]);
  });

  test('runs nothing twice whose pod was deleted after its success', () => {
    const job = aJob({ completions: 2 }, { succeeded: 1 });
    expect(step(job, []).create).toHaveLength(1);
    expect(conditions(step(job, [succeeded()]))).toBeUndefined();
  });

  test('waits longer after each failure', () => {
    const job = aJob({ completions: 1 });
    expect(step(job, [failed()], 9)).toMatchObject({ create: [], dueMs: start + 10_000 });
    expect(step(job, [failed()], 10).create).toHaveLength(1);
    expect(step(job, [failed(), failed(at(30))], 49)).toMatchObject({ create: [], dueMs: start + 50_000 });
  });

  test.each<[string, Partial<JobSpec>, Pod[]]>([
    ['more pods have failed than may', { backoffLimit: 1 }, [failed(), failed(), aPod()]],
    ['its containers were restarted more often than they may', { backoffLimit: 2 }, [aPod({ restarts: 3 })]],
    ['none may fail', { backoffLimit: 0 }, [failed()]],
  ])('fails when %s, and stops what runs', (_, spec, pods) => {
    const end = step(aJob({ completions: 3, ...spec }), pods);
    expect(conditions(end)).toEqual([['Failed', 'BackoffLimitExceeded']]);
    expect(end.remove).toEqual(pods.filter(({ status }) => status?.phase === 'Running'));
    expect(end.create).toEqual([]);
  });

  test('fails when its time is over, and knows when that is', () => {
    const job = aJob({ activeDeadlineSeconds: 60 }, { startTime: at(0) });
    expect(step(job, [aPod()], 10)).toMatchObject({ remove: [], dueMs: start + 60_000 });
    expect(conditions(step(job, [aPod()], 60))).toEqual([['Failed', 'DeadlineExceeded']]);
  });

  test('that is suspended runs nothing, and has not begun', () => {
    const held = step(aJob({ suspend: true }), [aPod()]);
    expect(held).toMatchObject({ create: [], remove: [expect.anything()] });
    expect(held.status).not.toHaveProperty('startTime');
    expect(conditions(held)).toEqual([['Suspended', 'JobSuspended']]);
  });

  test('stays as it ended, and goes when it has been kept for its time', () => {
    const complete = { conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: at(0) }] };
    expect(step(aJob({}, complete), [])).toMatchObject({ create: [], isOver: true, removesJob: false });
    const kept = aJob({ ttlSecondsAfterFinished: 30 }, complete);
    expect(step(kept, [], 29)).toMatchObject({ isOver: true, removesJob: false, dueMs: start + 30_000 });
    expect(step(kept, [], 30).removesJob).toBe(true);
  });

  test('that is deleted goes when all its pods have', () => {
    const complete = { conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: at(0) }] };
    const job = aJob({}, complete, { deletionTimestamp: at(0) });
    expect(step(job, [succeeded()])).toMatchObject({ remove: [expect.anything()], removesJob: false });
    expect(step(job, [])).toMatchObject({ remove: [], removesJob: true });
  });
});

describe('rangesOf', () => {
  test.each<[number[], string]>([
    [[], ''],
    [[3], '3'],
    [[0, 2, 1, 5], '0-2,5'],
  ])('%j is %j', (indexes, text) => {
    expect(rangesOf(new Set(indexes))).toBe(text);
  });
});
