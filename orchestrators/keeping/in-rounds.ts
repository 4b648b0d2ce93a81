import type { CleanUpOutcome, CleanUpStatus } from '../../contract/keeping.ts';
import { failureText } from '../../lib/durable/failure-text.ts';
import { say } from '../../lib/durable/say.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/** A bounded piece of a clean-up; `more` when another may follow. */
export type Round = { deleted: number; more?: boolean };

/** Keeps the history of one clean-up short; the next one, minutes later, goes on. */
const mostRounds = 20;

/**
 * Does one part of a clean-up, round after round, and adds to the outcome what came of it. Never throws: what one part can't do
 * must not keep the others.
 */
export function* inRounds(
  ctx: OrchestrationContext,
  outcome: CleanUpOutcome,
  kind: string,
  round: () => Workflow<Round>,
): Workflow<void> {
  ctx.df.customStatus = { kind: 'cleanUp', step: kind } satisfies CleanUpStatus;
  let deleted = 0;
  try {
    for (let rounds = 1; rounds <= mostRounds; rounds++) {
      const done = yield* round();
      deleted += done.deleted;
      if (!done.more) break;
    }
  } catch (error) {
    const problem = `${kind}: ${failureText(error)}`;
    outcome.problems.push(problem);
    say(ctx, `clean-up: trouble with ${problem}`);
  }
  if (deleted === 0) return;
  outcome.deleted[kind] = (outcome.deleted[kind] ?? 0) + deleted;
  say(ctx, `clean-up: ${deleted} ${kind}`);
}
