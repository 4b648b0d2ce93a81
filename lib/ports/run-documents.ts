import type { LogName } from '../../contract/container-runs.ts';
import type { ResultName } from '../../contract/containers.ts';

export type { LogName };

/** The end of an archived log; empty with 0 bytes when nothing is archived. */
export type LogTail = { text: string; bytes: number };

/** JSON that went into a run, or came out of it. */
export type RunValue = 'input' | 'output';

/** Some of the items of an array or a graph. */
export type ItemsPageName = `items-${number}`;

/** What a document of a run may hold. */
export type ValueName = RunValue | ItemsPageName | ResultName;

/** Small documents of runs, kept beside the durable history because they are too big or too secret-free for it. */
export interface RunDocuments {
  /**
   * Adds to a log, at `position`: the size in bytes that it had when the text was chosen. Returns its
   * size afterwards, once however often an answer is lost. Throws `azure-unavailable` when somebody else added to it.
   */
  appendLog(log: LogName, text: string, position: number): Promise<number>;
  /** The last `maxChars` characters of a log, and the size of all of it in bytes. */
  readLogTail(log: LogName, maxChars: number): Promise<LogTail>;
  /** What was added to a log since it had `position` bytes, and the size of all of it. */
  readLogFrom(log: LogName, position: number): Promise<LogTail>;
  /** The logs of a run that are there: attempts in order, and containers by name. */
  listLogs(runId: string): Promise<LogName[]>;
  /** Everything that is archived of a run: attempts in order, and containers by name under a heading. Undefined when there is nothing. */
  readLog(runId: string): Promise<string | undefined>;
  /** Marks a run as to be cancelled: the truth behind the event `cancelRequested`, which only wakes. */
  markCancelled(runId: string, reason: string): Promise<void>;
  /** Keeps a value that is too big for the run itself. Written again, it stays the same. */
  writeValue(runId: string, which: ValueName, value: unknown): Promise<void>;
  /** Undefined when there is none. */
  readValue(runId: string, which: ValueName): Promise<{ value: unknown } | undefined>;
  /** Deletes everything that is kept of a run here. */
  forget(runId: string): Promise<void>;
  readCancellation(runId: string): Promise<{ reason: string } | undefined>;
}
