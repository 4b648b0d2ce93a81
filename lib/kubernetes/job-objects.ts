import type { Job } from 'kubernetes-types/batch/v1.js';
import type { KubeKey, KubeObject } from '../../contract/kube-objects.ts';
import type { ObjectRef } from '../../contract/pods.ts';
import { kubeJobRunId } from '../ids.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';
import type { Runs } from '../ports/runs.ts';

export function jobKey({ namespace, name }: Pick<ObjectRef, 'namespace' | 'name'>): KubeKey {
  return { resource: 'jobs.batch', namespace, name };
}

export function asJob(object: KubeObject): Job {
  return object as unknown as Job;
}

/** Whether a job has come to its end, and nothing waits for its time. */
export function isFinished(object: KubeObject): boolean {
  const { status, spec } = asJob(object);
  const ended = status?.conditions?.some(
    ({ type, status: is }) => /^(Complete|Failed)$/.test(type) && is === 'True',
  );
  return Boolean(ended) && spec?.ttlSecondsAfterFinished === undefined && !object.metadata.deletionTimestamp;
}

/** The pods that a job made and that are still its own, and the version at which that is so. */
export async function podsOf(
  objects: KubeObjects,
  { namespace, uid }: ObjectRef,
): Promise<{ pods: KubeObject[]; version: string }> {
  const { objects: all, resourceVersion: version } = await objects.list('pods', namespace);
  const pods = all.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
  return { pods, version };
}

/** Tells the job that made a pod that the pod has ended or is gone. The job finds it by itself otherwise. */
export async function wakeOwner(runs: Runs, { metadata }: KubeObject): Promise<void> {
  const owner = metadata.ownerReferences?.find(({ kind, controller }) => kind === 'Job' && controller);
  if (!owner) return;
  await runs.raise(kubeJobRunId(owner.uid), 'podEnded', { pod: metadata.name }).catch(() => undefined);
}
