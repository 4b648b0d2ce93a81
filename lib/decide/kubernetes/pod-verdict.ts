import type { ContainerEnd, ContainerGroupState } from '../../../contract/containers.ts';
import { isFinalExit } from '../containers/container-exit.ts';
import { type ContainerVerdict, containerVerdict } from '../containers/container-verdict.ts';

export type PodVerdictInput = {
  state: ContainerGroupState;
  restartPolicy: 'Never' | 'OnFailure' | 'Always';
  /** What Azure gives a group to start in has passed. */
  provisioningExpired: boolean;
  provisioningDeadlineSeconds: number;
  /** `activeDeadlineSeconds` has passed. */
  deadlineExpired: boolean;
};

/**
 * How a pod stands by what Azure shows of its group. Other than a job, a pod has ended only when all its containers have: one
 * that failed leaves the others running.
 */
export function podVerdict(input: PodVerdictInput): ContainerVerdict {
  const { state, restartPolicy, deadlineExpired, ...provisioning } = input;
  if (deadlineExpired) return { kind: 'ended', end: { kind: 'deadlineExceeded', message: deadlineMessage } };
  const shown = state.kind === 'present' ? state.containers : [];
  const over = shown.filter((container) => isFinalExit(container, restartPolicy, groupStateOf(state)));
  const helpers = over.length < shown.length ? over.map(({ name }) => name) : [];
  return containerVerdict({
    ...provisioning,
    state,
    containers: shown.map(({ name }) => ({ name, essential: !helpers.includes(name) })),
    restartPolicy,
    runningExpired: false,
  });
}

const deadlineMessage = 'Pod was active on the node longer than the specified deadline';

function groupStateOf(state: ContainerGroupState): string | undefined {
  return state.kind === 'present' ? state.groupState : undefined;
}

/** The ends after which another group is made for the same pod: it never got so far as to run. */
const pending = new Set<ContainerEnd['kind']>([
  'capacity',
  'quota',
  'imageNotAccessible',
  'stuckProvisioning',
]);

/** The ends of containers that have run. */
const ran = new Set<ContainerEnd['kind']>([
  'succeeded',
  'failed',
  'outOfMemory',
  'initContainerFailed',
  'killedByPlatform',
]);

/** Whether a pod goes on in a new group: it has not run yet, or it is to run for ever and Azure has ended its group all the same. */
export function isTriedAgain(
  { kind }: ContainerEnd,
  restartPolicy: PodVerdictInput['restartPolicy'],
): boolean {
  return pending.has(kind) || (restartPolicy === 'Always' && ran.has(kind));
}

/** Why a pod failed, in Kubernetes' one word. */
export function failureReason({ kind }: ContainerEnd): string | undefined {
  switch (kind) {
    case 'deadlineExceeded':
      return 'DeadlineExceeded';
    case 'vanished':
      return 'NotFound';
    case 'killedByPlatform':
      return 'Evicted';
    case 'refused':
      return 'Refused';
    case 'cancelled':
      return 'Cancelled';
    default:
      return undefined;
  }
}
