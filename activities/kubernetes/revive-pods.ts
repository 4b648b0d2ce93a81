import { isOver } from '../../lib/decide/kubernetes/pod-status.ts';
import { podRunId } from '../../lib/ids.ts';
import { asPod, refOf } from '../../lib/kubernetes/pod-objects.ts';
import { startPod } from '../../lib/kubernetes/start-pod.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * A pod loses its run when that is terminated, or lost with its hub. What the run was about stands in the object, and its group
 * in Azure, so a new run takes over. Idempotent: a run that is there is left alone.
 */
export function revivePods({
  containers,
  kubeObjects,
  settings,
}: ActivityDependencies): ActivityHandlers['revivePods'] {
  return async (_, { runs }) => {
    const { objects } = await kubeObjects.list('pods');
    const lost: typeof objects = [];
    for (const object of objects) {
      if (isOver(asPod(object)) && !object.metadata.deletionTimestamp) continue;
      const state = await runs.stateOf(podRunId(object.metadata.uid));
      if (state === 'unknown' || state === 'ended') lost.push(object);
    }
    if (lost.length === 0) return { revived: [] };
    const groups = await containers.list();
    for (const object of lost) await startPod(runs, object, { hub: settings.hub, groups });
    return { revived: lost.map((object) => podRunId(refOf(object).uid)) };
  };
}
