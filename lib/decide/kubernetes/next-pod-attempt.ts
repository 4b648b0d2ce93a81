import type { ContainerEnd } from '../../../contract/containers.ts';
import type { PodNews, PodProgress } from '../../../contract/pods.ts';

export type NextPodAttempt = { progress: PodProgress; news?: PodNews; pauseSeconds: number };

/** Growing pauses between tries of what may come right by itself, up to Kubernetes' five minutes. */
const pauses = [2, 5, 10, 20, 40, 80, 160, 300];

/** Before a pod that is to run for ever gets another group. */
const restartSeconds = 10;

/** Seconds until what failed so often in a row (from 0) is tried again. */
export function nextTrySeconds(failures: number): number {
  return pauses[Math.min(failures, pauses.length - 1)] ?? 300;
}

/** How a pod goes on whose group could not be made, or came to nothing: it waits for as long as somebody wants it. */
export function nextPodAttempt(
  progress: PodProgress,
  end: ContainerEnd | { kind: 'crowdedOut' },
): NextPodAttempt {
  const { group: _, ...rest } = progress;
  const again = { ...rest, attempt: rest.attempt + 1, failures: rest.failures + 1 };
  const pauseSeconds = nextTrySeconds(rest.failures);
  switch (end.kind) {
    case 'crowdedOut':
      return { progress: { ...rest, attempt: rest.attempt + 1 }, pauseSeconds: 0 };
    case 'quota':
      // It has waited already, and nothing was made.
      return { progress: rest, news: { kind: 'unschedulable', message: end.message }, pauseSeconds: 0 };
    case 'capacity':
      return {
        progress: { ...again, shortages: rest.shortages + 1 },
        news: { kind: 'unschedulable', message: end.message },
        pauseSeconds,
      };
    case 'imageNotAccessible':
      return { progress: again, news: { kind: 'imagePull', message: end.message }, pauseSeconds };
    case 'refused':
      if (end.code === 'object-missing') return { progress: again, pauseSeconds };
      return {
        progress: rest,
        news: { kind: 'failed', reason: 'Refused', message: end.message },
        pauseSeconds: 0,
      };
    case 'succeeded':
    case 'failed':
    case 'outOfMemory':
    case 'initContainerFailed':
    case 'killedByPlatform':
      // It has run, so that its next group is no further failure to make one.
      return { progress: { ...again, failures: 0 }, pauseSeconds: restartSeconds };
    case 'cancelled':
      // The object says why.
      return {
        progress: { ...rest, failures: rest.failures + 1 },
        pauseSeconds: rest.failures === 0 ? 0 : pauseSeconds,
      };
    default: {
      const message = 'message' in end ? end.message : 'The group ended before the pod ran.';
      return { progress: again, news: { kind: 'unschedulable', message }, pauseSeconds };
    }
  }
}
