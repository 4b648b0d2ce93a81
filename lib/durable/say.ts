import type { OrchestrationContext } from './workflow.ts';

/** Writes one line to the app's log, once: not again when the orchestrator is replayed. */
export function say(ctx: OrchestrationContext, line: string): void {
  if (!ctx.df.isReplaying) ctx.log(line);
}
