import type { ActivityCall } from '../activities/activity-call.ts';

/** An activity that had not ended when the engine before this one did. */
export type Interrupted = { call: ActivityCall; scheduledMs: number };

/** So many activities are named in the log. */
const mostNamed = 3;

/** For the log: the first few, and how many more. */
export function namesOf(interrupted: readonly Interrupted[]): string {
  const named = interrupted
    .slice(0, mostNamed)
    .map(({ call }) => `'${call.name}' of '${call.instance.instanceId}'`)
    .join(', ');
  return interrupted.length > mostNamed ? `${named} and ${interrupted.length - mostNamed} more` : named;
}
