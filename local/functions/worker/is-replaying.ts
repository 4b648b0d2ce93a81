/** What of an orchestrator's context tells whether its code only repeats what an earlier turn has done. */
type OrchestrationContext = {
  df?: {
    isReplaying?: boolean;
    taskOrchestratorExecutor?: { _isReplaying?: boolean; currentTask?: object };
  };
};

/**
 * Whether the code of this invocation is replaying now. The library's own executor knows best: `df.isReplaying` is true
 * too when the code goes on from a task that ended in an earlier turn, where it is in fact somewhere new. Before 3.2 it has
 * nothing of its own to say, and takes what comes before the first yield for new in every turn: there the trigger tells.
 */
export function isReplaying(invocationContext: unknown, trigger: unknown): boolean {
  const df = (invocationContext as OrchestrationContext | undefined)?.df;
  const executor = df?.taskOrchestratorExecutor;
  if (executor?._isReplaying !== undefined) return executor._isReplaying;
  const hasNotYielded = executor?.currentTask?.constructor.name === 'NoOpTask';
  if (hasNotYielded) return (trigger as { isReplaying?: boolean } | undefined)?.isReplaying === true;
  return df?.isReplaying ?? false;
}
