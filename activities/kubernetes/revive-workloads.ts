import type { KubeObject } from '../../contract/kube-objects.ts';
import { isOver } from '../../lib/decide/kubernetes/pod-status.ts';
import { kubeJobRunId, podRunId } from '../../lib/ids.ts';
import { isFinished } from '../../lib/kubernetes/job-objects.ts';
import { asPod, refOf } from '../../lib/kubernetes/pod-objects.ts';
import { startPod } from '../../lib/kubernetes/start-pod.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * A pod or a job loses its run when that is terminated, or lost with its hub. What the run was about stands in the object, and
 * the group of a pod in Azure, so a new run takes over. Idempotent: a run that is there is left alone.
 */
export function reviveWorkloads({
  containers,
  kubeObjects,
  settings,
}: ActivityDependencies): ActivityHandlers['reviveWorkloads'] {
  return async (_, { runs }) => {
    const [pods, jobs] = await Promise.all([kubeObjects.list('pods'), kubeObjects.list('jobs.batch')]);
    const unended = pods.objects.filter(
      (pod) => !isOver(asPod(pod)) || pod.metadata.deletionTimestamp !== undefined,
    );
    const lostPods = await lost(runs, unended, podRunId);
    const unfinished = jobs.objects.filter((job) => !isFinished(job));
    const lostJobs = await lost(runs, unfinished, kubeJobRunId);

    const groups = lostPods.length > 0 ? await containers.list() : [];
    for (const pod of lostPods) await startPod(runs, pod, { hub: settings.hub, groups });
    for (const job of lostJobs) {
      await runs.start('runKubeJob', { id: kubeJobRunId(job.metadata.uid), input: { job: refOf(job) } });
    }
    return {
      revived: [
        ...lostPods.map(({ metadata }) => podRunId(metadata.uid)),
        ...lostJobs.map(({ metadata }) => kubeJobRunId(metadata.uid)),
      ],
    };
  };
}

async function lost(
  runs: Runs,
  objects: readonly KubeObject[],
  idOf: (uid: string) => string,
): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  for (const object of objects) {
    const state = await runs.stateOf(idOf(object.metadata.uid));
    if (state === 'unknown' || state === 'ended') found.push(object);
  }
  return found;
}
