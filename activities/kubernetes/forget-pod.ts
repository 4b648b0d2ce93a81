import { wakeOwner } from '../../lib/kubernetes/job-objects.ts';
import { podKey, readPod } from '../../lib/kubernetes/pod-objects.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: one that is gone already is fine, and another one of its name stays. */
export function forgetPod({ kubeObjects }: ActivityDependencies): ActivityHandlers['forgetPod'] {
  return async ({ pod }, { runs }) => {
    const object = await readPod(kubeObjects, pod);
    if (object) {
      await kubeObjects.remove(podKey(pod));
      await wakeOwner(runs, object);
    }
    return { kind: 'forgotten' };
  };
}
