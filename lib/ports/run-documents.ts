/** The end of an archived log; empty with 0 bytes when nothing is archived. */
export type LogTail = { text: string; bytes: number };

/** Small documents of runs, kept beside the durable history because they are too big or too secret-free for it. */
export interface RunDocuments {
  writePlan(runId: string, plan: unknown): Promise<void>;
  readPlan(runId: string): Promise<unknown>;
  /**
   * Adds to the run's log of one attempt, at `position`: the size in bytes that it had when the text was chosen. Returns its
   * size afterwards, once however often an answer is lost. Throws `azure-unavailable` when somebody else added to it.
   */
  appendLog(runId: string, attempt: number, text: string, position: number): Promise<number>;
  /** The last `maxChars` characters of what is archived of one attempt, and the size of all of it in bytes. */
  readLogTail(runId: string, attempt: number, maxChars: number): Promise<LogTail>;
  /** The whole archived log of a run, attempts in order; undefined when there is none. */
  readLog(runId: string): Promise<string | undefined>;
  /** Marks a run as to be cancelled: the truth behind the event `cancelRequested`, which only wakes. */
  markCancelled(runId: string, reason: string): Promise<void>;
  readCancellation(runId: string): Promise<{ reason: string } | undefined>;
}
