import { podKey, readPod } from '../../lib/kubernetes/pod-objects.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: one that is gone already is fine, and another one of its name stays. */
export function forgetPod({ kubeObjects }: ActivityDependencies): ActivityHandlers['forgetPod'] {
  return async ({ pod }) => {
    if (await readPod(kubeObjects, pod)) await kubeObjects.remove(podKey(pod));
    return { kind: 'forgotten' };
  };
}
