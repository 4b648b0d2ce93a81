import { newsEvent } from '../../lib/decide/kubernetes/pod-events.ts';
import { isOver, statusAfter } from '../../lib/decide/kubernetes/pod-status.ts';
import { wakeOwner } from '../../lib/kubernetes/job-objects.ts';
import { writePodStatus } from '../../lib/kubernetes/pod-objects.ts';
import { recordEvent } from '../../lib/kubernetes/record-event.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Told again, it says the same; the event is counted once more. */
export function tellPod({ kubeObjects: objects, clock }: ActivityDependencies): ActivityHandlers['tellPod'] {
  return async ({ pod: ref, news }, { runs }) => {
    const now = clock.now().toISOString();
    const object = await writePodStatus(objects, ref, (pod) =>
      isOver(pod) ? (pod.status ?? {}) : statusAfter(pod, news, now),
    );
    if (object) await recordEvent({ objects, clock }, object, newsEvent(news));
    if (object && news.kind === 'failed') await wakeOwner(runs, object);
    return { kind: 'told' };
  };
}
