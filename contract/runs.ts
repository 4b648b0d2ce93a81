/** The state of a durable run as others need it: whether somebody still works. A suspended one may go on, some day. */
export type RunState = 'active' | 'suspended' | 'ended' | 'unknown';

/** A durable instance as it is stored; what it holds is checked by whoever reads it. */
export type RunRecord = {
  id: string;
  /** The orchestrator. */
  name: string;
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  /** ISO. */
  createdAt: string;
  /** ISO. */
  updatedAt: string;
};

export type RunQuery = {
  prefix?: string;
  /** Durable's own names, such as `Completed`; all when empty. */
  runtimeStatuses?: readonly string[];
  /** ISO; runs created before are left out. */
  since?: string;
  /** Rows of the hub to look at, 1 to 1,000. */
  top: number;
  /** Where an earlier page ended. */
  cursor?: string;
};

export type RunPage = { records: RunRecord[]; cursor?: string };
