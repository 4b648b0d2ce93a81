import type { Site } from '../../../contract/sites.ts';

/** Promotion, purge and report, and every retry of an activity on the way. */
const marginSeconds = 2 * 3_600;

/** When a publish that begins now has passed every deadline that it has. */
export function overdueAt({ build, verifySeconds }: Site, nowIso: string): string {
  const attempt = build.queueDeadlineSeconds + build.provisioningDeadlineSeconds + build.deadlineSeconds;
  const seconds = attempt * build.maxAttempts + verifySeconds + marginSeconds;
  return new Date(Date.parse(nowIso) + seconds * 1_000).toISOString();
}
