import type { Job, JobCondition, JobStatus } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { seconds } from './container-status.ts';
import { completedJob } from './job-causes.ts';
import { indexOf, rangesOf } from './job-indexes.ts';

export type JobStep = {
  status: JobStatus;
  /** Pods to make: of which index, or of none. */
  create: Array<number | undefined>;
  /** Pods that are no longer wanted. */
  remove: Pod[];
  /** The job has ended, and nothing is left to do but to wait for `dueMs`. */
  isOver: boolean;
  /** The job itself is to go. */
  removesJob: boolean;
  /** Milliseconds since the epoch: when the next thing happens by itself. */
  dueMs?: number;
  /** What there is to tell. */
  event?: { type: 'Normal' | 'Warning'; reason: string; message: string };
};

/** Kubernetes' pauses after a failed pod. */
const firstBackoffMs = 10_000;
const longestBackoffMs = 600_000;

/**
 * What a job needs next, by its pods. Counts never shrink: a pod that somebody deleted after its end has ended all the same.
 */
export function jobStep(job: Job, pods: readonly Pod[], nowMs: number): JobStep {
  const now = seconds(new Date(nowMs).toISOString());
  const spec = completedJob(job);
  const before = job.status ?? {};
  const going = pods.filter((pod) => pod.metadata?.deletionTimestamp !== undefined);
  const active = pods.filter((pod) => !isOver(pod) && !going.includes(pod));
  const failedPods = pods.filter(({ status }) => status?.phase === 'Failed');
  const succeeded = Math.max(pods.filter(isSuccess).length, before.succeeded ?? 0);
  const failed = Math.max(failedPods.length, before.failed ?? 0);
  const indexes = new Set(pods.filter(isSuccess).flatMap((pod) => indexOf(pod) ?? []));
  const ready = active.filter(isReady).length;
  const status: JobStatus = {
    ...before,
    active: active.length,
    ready,
    succeeded,
    failed,
    startTime: before.startTime ?? now,
    terminating: going.length,
    ...(spec.completionMode === 'Indexed' ? { completedIndexes: rangesOf(indexes) } : {}),
  } as JobStatus;
  const nothing = { create: [], remove: [], isOver: false, removesJob: false };

  if (job.metadata?.deletionTimestamp) {
    const remove = pods.filter((pod) => !going.includes(pod));
    return { ...nothing, status, remove, removesJob: pods.length === 0 };
  }
  const end = before.conditions?.find(({ type, status: is }) => isEnd(type) && is === 'True');
  if (end)
    return {
      ...nothing,
      ...ended(spec.ttlSecondsAfterFinished, end, nowMs),
      status: without(status, active),
    };
  if (spec.suspend) {
    const { startTime: _, ...stopped } = { ...status, active: 0, ready: 0 };
    return {
      ...nothing,
      status: { ...stopped, conditions: [condition('Suspended', now, 'JobSuspended', 'Job suspended')] },
      remove: active,
    };
  }

  const restarts = active
    .flatMap(({ status: of }) => of?.containerStatuses ?? [])
    .reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  const close = (type: 'Complete' | 'Failed', reason: string, message: string): JobStep => ({
    ...nothing,
    status: {
      ...without(status, active),
      conditions: [condition(type, now, reason, message)],
      ...(type === 'Complete' ? { completionTime: now } : {}),
    },
    remove: active,
    event: {
      type: type === 'Complete' ? 'Normal' : 'Warning',
      reason: type === 'Complete' ? 'Completed' : reason,
      message,
    },
  });
  if (failed + restarts > spec.backoffLimit)
    return close('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const deadlineMs =
    spec.activeDeadlineSeconds === undefined
      ? undefined
      : Date.parse(status.startTime ?? now) + spec.activeDeadlineSeconds * 1_000;
  if (deadlineMs !== undefined && nowMs >= deadlineMs)
    return close('Failed', 'DeadlineExceeded', 'Job was active longer than specified deadline');
  const isDone =
    spec.completions === undefined ? succeeded > 0 && active.length === 0 : succeeded >= spec.completions;
  if (isDone) return close('Complete', 'CompletionsReached', 'Job completed');

  const { conditions: _, ...running } = status;
  const backoffMs = backoffUntil(failedPods, failed);
  const waits = failed > 0 && backoffMs !== undefined && backoffMs > nowMs;
  const target = wanted(spec, { succeeded, active });
  // Those that go away take a place until they are gone, and are no reason to send others after them.
  const missing = target - active.length - going.filter((pod) => !isOver(pod)).length;
  const surplus = active.length - target;
  const create = waits || missing <= 0 ? [] : newIndexes(spec, missing, pods, indexes);
  const due = [deadlineMs, waits ? backoffMs : undefined].filter((at) => at !== undefined);
  return {
    ...nothing,
    status: running as JobStatus,
    create,
    remove: surplus > 0 ? active.slice(-surplus) : [],
    ...(due.length > 0 ? { dueMs: Math.min(...due) } : {}),
  };
}

type Spec = ReturnType<typeof completedJob>;

/** How many pods are to run at a time. */
function wanted(
  { completions, parallelism }: Spec,
  { succeeded, active }: { succeeded: number; active: readonly Pod[] },
): number {
  // Without a number of completions the first success ends the making of pods.
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.min(parallelism, completions - succeeded);
}

/** The indexes of the pods to make: the lowest that have neither succeeded nor a pod that is alive. */
function newIndexes(
  { completionMode, completions = 0 }: Spec,
  count: number,
  pods: readonly Pod[],
  done: ReadonlySet<number>,
): Array<number | undefined> {
  if (completionMode !== 'Indexed') return Array.from({ length: count }, () => undefined);
  const alive = new Set(pods.filter((pod) => !isOver(pod)).flatMap((pod) => indexOf(pod) ?? []));
  return Array.from({ length: completions }, (_, index) => index)
    .filter((index) => !done.has(index) && !alive.has(index))
    .slice(0, count);
}

function ended(
  ttl: number | undefined,
  { lastTransitionTime }: JobCondition,
  nowMs: number,
): Partial<JobStep> {
  if (ttl === undefined) return { isOver: true };
  const dueMs = Date.parse(lastTransitionTime ?? '') + ttl * 1_000;
  return { isOver: true, removesJob: nowMs >= dueMs, dueMs };
}

/** After failures the next pod waits, each time twice as long. */
function backoffUntil(failedPods: readonly Pod[], failed: number): number | undefined {
  const ends = failedPods.flatMap(({ status }) =>
    (status?.containerStatuses ?? []).flatMap(
      ({ state }) => Date.parse(state?.terminated?.finishedAt ?? '') || [],
    ),
  );
  if (ends.length === 0) return undefined;
  return Math.max(...ends) + Math.min(firstBackoffMs * 2 ** (failed - 1), longestBackoffMs);
}

function without(status: JobStatus, active: readonly Pod[]): JobStatus {
  return {
    ...status,
    active: 0,
    ready: 0,
    ...(active.length > 0 ? { terminating: active.length } : {}),
  } as JobStatus;
}

function condition(type: string, now: string, reason: string, message: string): JobCondition {
  return { type, status: 'True', lastProbeTime: now, lastTransitionTime: now, reason, message };
}

function isEnd(type: string): boolean {
  return type === 'Complete' || type === 'Failed';
}

function isOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function isSuccess({ status }: Pod): boolean {
  return status?.phase === 'Succeeded';
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}
