import type { TargetName } from '../../contract/releases.ts';
import { SlipwayError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { BeforeEach } from '../ports/releases.ts';
import type { Targets } from '../ports/targets.ts';

/** How long another run may hold the claim until work that is under way stops. */
const checkEveryMs = 3_000;

/**
 * Throws once the run no longer holds the claim on the target: Azure can start an activity of a run that was terminated, and
 * repeat one minutes later, over the files of the next publish. Looks at the first call, then every few seconds.
 */
export function claimGuard(targets: Targets, clock: Clock, target: TargetName, runId: string): BeforeEach {
  let checkedMs = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | undefined;
  const check = async (): Promise<void> => {
    const { state } = await targets.read(target);
    if (state.promoting?.runId === runId) return;
    throw new SlipwayError(
      'claim-lost',
      `Run "${runId}" no longer holds the claim on site "${target.site}".`,
    );
  };
  return async () => {
    const now = clock.now().getTime();
    if (now - checkedMs >= checkEveryMs) {
      checkedMs = now;
      checking = check();
    }
    // Everybody waits for the look that is under way, so that nothing begins on an old one.
    await checking;
  };
}
