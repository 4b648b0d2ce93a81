/** What of an orchestrator's context tells whether its code only repeats what an earlier turn has done. */
type OrchestrationContext = {
  df?: { isReplaying?: boolean; taskOrchestratorExecutor?: { _isReplaying?: boolean } };
};

/**
 * Whether the code of this invocation is replaying now. The library's own executor knows best: `df.isReplaying` is true
 * too when the code goes on from a task that ended in an earlier turn, where it is in fact somewhere new.
 */
export function isReplaying(invocationContext: unknown): boolean {
  const df = (invocationContext as OrchestrationContext | undefined)?.df;
  return df?.taskOrchestratorExecutor?._isReplaying ?? df?.isReplaying ?? false;
}
