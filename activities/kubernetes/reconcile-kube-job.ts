import type { KubeObject } from '../../contract/kube-objects.ts';
import type { ObjectRef } from '../../contract/pods.ts';
import { type JobStep, jobStep } from '../../lib/decide/kubernetes/job-step.ts';
import { asJob, jobKey, podsOf } from '../../lib/kubernetes/job-objects.ts';
import { jobPod } from '../../lib/kubernetes/job-pod.ts';
import { kubeTime } from '../../lib/kubernetes/kube-time.ts';
import { asPod, podKey, refOf } from '../../lib/kubernetes/pod-objects.ts';
import { recordEvent } from '../../lib/kubernetes/record-event.ts';
import { startPod } from '../../lib/kubernetes/start-pod.ts';
import { stopPod } from '../../lib/kubernetes/stop-pod.ts';
import { updateObject } from '../../lib/kubernetes/update-object.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Pods that end wake the job; this finds what ended otherwise. */
const longestPauseSeconds = 30;
const shortestPauseSeconds = 2;

/** Idempotent: it reads the job and its pods anew, and a pod that is made again is the same. */
export function reconcileKubeJob(deps: ActivityDependencies): ActivityHandlers['reconcileKubeJob'] {
  const { kubeObjects: objects, clock } = deps;
  return async ({ job: ref }, { runs }) => {
    const job = await objects.read(jobKey(ref));
    if (job?.metadata.uid !== ref.uid) return { kind: 'leave' };
    const { pods, version } = await podsOf(objects, ref);
    const nowMs = clock.now().getTime();
    const step = jobStep(asJob(job), pods.map(asPod), nowMs);
    for (const pod of pods) await startUnstarted(deps, runs, pod);
    await makePods(deps, runs, job, version, step);
    for (const pod of step.remove) await removePod(deps, runs, pod as KubeObject);
    await updateObject(objects, jobKey(ref), (current) =>
      current.metadata.uid !== ref.uid || JSON.stringify(current.status) === JSON.stringify(step.status)
        ? undefined
        : { ...current, status: step.status },
    );
    if (step.event) await recordEvent({ objects, clock }, job, step.event);
    if (step.removesJob) await removeJob(deps, runs, ref, pods);
    const isDone =
      step.isOver && (step.dueMs === undefined || step.removesJob) && !job.metadata.deletionTimestamp;
    if (isDone || (step.removesJob && pods.length === 0)) return { kind: 'leave' };
    const due = step.dueMs === undefined ? longestPauseSeconds : Math.ceil((step.dueMs - nowMs) / 1_000);
    return { kind: 'wait', afterSeconds: Math.max(shortestPauseSeconds, Math.min(due, longestPauseSeconds)) };
  };
}

/** A crash may have come between the making of a pod and the start of its run. One that runs is left alone. */
async function startUnstarted(
  { settings }: ActivityDependencies,
  runs: Runs,
  pod: KubeObject,
): Promise<void> {
  if (asPod(pod).status?.startTime === undefined) await startPod(runs, pod, { hub: settings.hub });
}

async function makePods(
  { kubeObjects: objects, clock, settings }: ActivityDependencies,
  runs: Runs,
  job: KubeObject,
  version: string,
  { create }: JobStep,
): Promise<void> {
  for (const [number, index] of create.entries()) {
    const pod = jobPod(job, { version, number, index, now: clock.now() });
    const written = await objects.create(podKey(refOf(pod)), pod);
    // Somebody else has made it from the same state.
    if (written.kind !== 'written') continue;
    await startPod(runs, written.object, { hub: settings.hub });
    const message = `Created pod: ${pod.metadata.name}`;
    await recordEvent({ objects, clock }, job, { type: 'Normal', reason: 'SuccessfulCreate', message });
  }
}

async function removePod(deps: ActivityDependencies, runs: Runs, pod: KubeObject): Promise<void> {
  const { kubeObjects: objects, clock, containers, documents, settings } = deps;
  const marked = await updateObject(objects, podKey(refOf(pod)), (current) =>
    current.metadata.deletionTimestamp
      ? undefined
      : { ...current, metadata: { ...current.metadata, deletionTimestamp: kubeTime(clock.now()) } },
  );
  if (marked) await stopPod({ objects, containers, documents, hub: settings.hub }, runs, marked);
}

/** With all its pods, the ended ones too. */
async function removeJob(
  deps: ActivityDependencies,
  runs: Runs,
  ref: ObjectRef,
  pods: readonly KubeObject[],
): Promise<void> {
  for (const pod of pods) await removePod(deps, runs, pod);
  await deps.kubeObjects.remove(jobKey(ref));
}
