import type {
  PublishOutcome,
  PublishPhase,
  PublishRequest,
  PublishStatus,
} from '../../contract/publishes.ts';
import { nowIso } from '../../lib/durable/time.ts';
import type { OrchestrationContext } from '../../lib/durable/workflow.ts';

/** Azure takes at most 16 KB of a custom status; the run's output has the whole message. */
const longestMessage = 2_000;

/** Where a publish stands: its custom status, set again at each phase. */
export type PublishProgress = {
  readonly phase: PublishPhase;
  /** Each phase with the moment it began, in order. */
  readonly phases: PublishStatus['phases'];
  enter(phase: PublishPhase): void;
  /** Adds what became known. */
  note(more: Pick<PublishStatus, 'commit' | 'release' | 'liveUrl' | 'outcome'>): void;
};

export function publishProgress(ctx: OrchestrationContext, request: PublishRequest): PublishProgress {
  let status: PublishStatus = { kind: 'publish', site: request.site, phase: 'fetching', phases: [] };
  const show = (next: PublishStatus): void => {
    status = next;
    ctx.df.customStatus = status;
  };
  return {
    get phase() {
      return status.phase;
    },
    get phases() {
      return status.phases;
    },
    enter(phase) {
      show({ ...status, phase, phases: [...status.phases, { phase, startedAt: nowIso(ctx) }] });
    },
    note(more) {
      const { outcome, ...rest } = more;
      show({ ...status, ...rest, ...(outcome ? { outcome: fitting(outcome) } : {}) });
    },
  };
}

function fitting(outcome: PublishOutcome): PublishOutcome {
  if (!('message' in outcome) || outcome.message === undefined) return outcome;
  return { ...outcome, message: outcome.message.slice(0, longestMessage) };
}
