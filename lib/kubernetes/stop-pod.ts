import type { KubeObject } from '../../contract/kube-objects.ts';
import { isOver } from '../decide/kubernetes/pod-status.ts';
import { podRunId } from '../ids.ts';
import type { Containers } from '../ports/containers.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { Runs } from '../ports/runs.ts';
import { asPod, podKey, refOf } from './pod-objects.ts';
import { startPod } from './start-pod.ts';

export type PodStop = {
  objects: KubeObjects;
  containers: Pick<Containers, 'list'>;
  documents: Pick<RunDocuments, 'markCancelled'>;
  hub: string;
};

const reason = 'The pod was deleted.';

/**
 * Ends a pod whose object says that it is to go; its run removes the object when the group is gone. A pod that has ended has no
 * group any more. The mark comes first: who is woken by the event looks for it.
 */
export async function stopPod(
  { objects, containers, documents, hub }: PodStop,
  runs: Runs,
  object: KubeObject,
): Promise<void> {
  const id = podRunId(object.metadata.uid);
  const state = await runs.stateOf(id);
  if (state === 'active' || state === 'suspended') {
    await documents.markCancelled(id, reason);
    await runs.raise(id, 'cancelRequested', { reason });
  } else if (isOver(asPod(object))) {
    await objects.remove(podKey(refOf(object)));
  } else {
    await startPod(runs, object, { hub, groups: await containers.list() });
  }
}
