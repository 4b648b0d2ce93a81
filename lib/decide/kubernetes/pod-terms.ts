import type { Pod } from 'kubernetes-types/core/v1.js';
import type { GroupShape } from '../../../contract/container-specs.ts';

/** What happens to containers that have ended; Kubernetes' default is to start them again. */
export function restartPolicyOf({ spec }: Pick<Pod, 'spec'>): NonNullable<GroupShape['restartPolicy']> {
  const policy = spec?.restartPolicy;
  return policy === 'Never' || policy === 'OnFailure' ? policy : 'Always';
}

/** When a pod has had its time, as an ISO text; undefined for one that may run for ever. */
export function deadlineOf({ spec, status }: Pod, now: string): string | undefined {
  if (!spec?.activeDeadlineSeconds) return undefined;
  return new Date(Date.parse(status?.startTime ?? now) + spec.activeDeadlineSeconds * 1_000).toISOString();
}
