import type { TaggedContainerGroup } from '../../contract/containers.ts';
import type { KubeObject } from '../../contract/kube-objects.ts';
import type { PodProgress } from '../../contract/pods.ts';
import { groupWord } from '../decide/kubernetes/pod-to-group.ts';
import { podRunId } from '../ids.ts';
import type { Runs } from '../ports/runs.ts';
import { asPod, refOf } from './pod-objects.ts';

/**
 * Starts the run of a pod, which is left alone where it is going on. `groups`: those that there are, for a pod that may have one
 * from a run that was lost.
 */
export async function startPod(
  runs: Runs,
  object: KubeObject,
  { hub, groups = [] }: { hub: string; groups?: readonly TaggedContainerGroup[] },
): Promise<void> {
  const pod = refOf(object);
  const id = podRunId(pod.uid);
  const [latest] = groups
    .filter(({ owner }) => owner.hub === hub && owner.id === id)
    .sort((one, other) => other.attempt - one.attempt);
  const progress = latest && progressOf(object, latest.attempt);
  await runs.start('runPod', { id, input: { hub, pod, ...(progress ? { progress } : {}) } });
}

function progressOf(object: KubeObject, attempt: number): PodProgress {
  const { metadata, spec } = asPod(object);
  const { creationTimestamp: createdAt } = object.metadata;
  const { containers = [], initContainers } = spec ?? {};
  return {
    since: createdAt,
    attempt,
    shortages: 0,
    failures: 0,
    group: {
      createdAt,
      outline: {
        name: groupWord(metadata?.name),
        containers: containers.map(({ name, image = '' }) => ({ name, image })),
        ...(initContainers ? { initContainers: initContainers.map(({ name }) => ({ name })) } : {}),
      },
    },
  };
}
