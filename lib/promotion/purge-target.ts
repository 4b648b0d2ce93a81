import type { PurgeOutcome, Target } from '../../contract/sites.ts';
import { pathsOf } from '../decide/sites/purge-paths.ts';
import type { Cdn } from '../ports/cdn.ts';
import type { Targets } from '../ports/targets.ts';
import { updateTarget } from './update-target.ts';

/** Purges all that no purge went through for. It stays noted until one does, so a failure is made good by whoever comes next. */
export async function purgeTarget(
  { cdn, targets }: { cdn: Cdn; targets: Targets },
  target: Target,
  waitSeconds: number,
): Promise<PurgeOutcome> {
  const { unpurged } = (await targets.read(target)).state;
  if (!unpurged) return { kind: 'noCdn' };
  const outcome = await cdn.purge(target.cdn, pathsOf(unpurged.scope, target.url), waitSeconds);
  await updateTarget(targets, target, async ({ unpurged: now, ...state }) => ({
    // More may have changed meanwhile; then all of it is purged once more.
    ...(JSON.stringify(now) === JSON.stringify(unpurged) ? { state } : {}),
    answer: undefined,
  }));
  return outcome;
}
