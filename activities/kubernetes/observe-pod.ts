import { observedEvents } from '../../lib/decide/kubernetes/pod-events.ts';
import { endedStatus, isOver, observedStatus } from '../../lib/decide/kubernetes/pod-status.ts';
import { deadlineOf, restartPolicyOf } from '../../lib/decide/kubernetes/pod-terms.ts';
import { isTriedAgain, podVerdict } from '../../lib/decide/kubernetes/pod-verdict.ts';
import { wakeOwner } from '../../lib/kubernetes/job-objects.ts';
import { asPod, readPod, writePodStatus } from '../../lib/kubernetes/pod-objects.ts';
import { recordEvent } from '../../lib/kubernetes/record-event.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** What Azure gives a group to start in. */
const provisioningSeconds = 1_800;

/** Timers may fire so much too early. */
const slackMs = 1_000;

/** Idempotent: what it writes follows from what Azure shows. An event that was told is not told again. */
export function observePod({
  clock,
  containers,
  kubeObjects: objects,
}: ActivityDependencies): ActivityHandlers['observePod'] {
  return async ({ pod: ref, group, createdAt, told = '' }, { runs }) => {
    const object = await readPod(objects, ref);
    if (!object || object.metadata.deletionTimestamp) return { kind: 'delete' };
    const pod = asPod(object);
    if (isOver(pod)) return { kind: 'ended' };

    const state = await containers.read(group);
    const nowMs = clock.now().getTime();
    const now = clock.now().toISOString();
    const deadline = deadlineOf(pod, now);
    const verdict = podVerdict({
      state,
      restartPolicy: restartPolicyOf(pod),
      provisioningDeadlineSeconds: provisioningSeconds,
      provisioningExpired: nowMs - Date.parse(createdAt) >= provisioningSeconds * 1_000 - slackMs,
      deadlineExpired: deadline !== undefined && nowMs >= Date.parse(deadline) - slackMs,
    });
    const events = observedEvents(state);
    for (const { key, ...event } of events) {
      if (!told.split(' ').includes(key)) await recordEvent({ objects, clock }, object, event);
    }
    // A group that was lost before its pod ran is made once more.
    const neverStarted = state.kind === 'absent' && pod.status?.phase === 'Pending';
    if (verdict.kind === 'ended' && (isTriedAgain(verdict.end, restartPolicyOf(pod)) || neverStarted))
      return { kind: 'again', end: verdict.end };

    const lost =
      state.kind === 'absent' || (verdict.kind === 'ended' && verdict.end.kind === 'deadlineExceeded');
    const written = await writePodStatus(objects, ref, (current) =>
      verdict.kind === 'ended' && lost
        ? endedStatus(current, verdict.end, now)
        : state.kind === 'present'
          ? observedStatus(current, { state, verdict }, now)
          : (current.status ?? {}),
    );
    if (!written) return { kind: 'delete' };
    if (verdict.kind === 'ended') {
      await wakeOwner(runs, written);
      return { kind: 'ended' };
    }
    return {
      kind: 'goesOn',
      phase: asPod(written).status?.phase === 'Running' ? 'Running' : 'Pending',
      told: events.map(({ key }) => key).join(' '),
      ...(deadline === undefined ? {} : { deadline }),
    };
  };
}
