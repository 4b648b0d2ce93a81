import type { TargetName, TargetState } from '../../contract/releases.ts';
import type { Targets } from '../ports/targets.ts';
import { untilWritten } from '../until-written.ts';

/** Others write the state only when they claim, copy, complete, purge or clean, so a few tries are plenty. */
const mostTries = 5;

/**
 * Changes a target's state under its ETag. `change` sees the state as it is now and returns the new one with an answer; it may
 * be called again when somebody else wrote in between. An undefined state leaves it as it is.
 */
export function updateTarget<Answer>(
  targets: Targets,
  target: TargetName,
  change: (state: TargetState) => Promise<{ state?: TargetState; answer: Answer }>,
): Promise<Answer> {
  return untilWritten(`The state of site "${target.site}"`, mostTries, async () => {
    const { state, etag } = await targets.read(target);
    const changed = await change(state);
    if (!changed.state || (await targets.write(changed.state, etag)) === 'written') return changed.answer;
    return 'again';
  });
}
