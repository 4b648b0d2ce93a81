/** What happens outside and starts jobs, and what becomes of events that can't. */

/** Something that happened, in the words of a trigger's template. */
export type JobEvent = {
  /** The same for every delivery of the same event. */
  id: string;
  /** By the first word of a reference. */
  parts: Record<string, unknown>;
};

/** An event from which no run could be made. It is kept with the reason, and can be tried again. */
export type RejectedEvent = {
  id: string;
  /** ISO. */
  rejectedAt: string;
  reason: string;
  /** Absent when no job of the catalog wants it any more. */
  job?: string;
  trigger?: string;
  cause: 'schedule' | 'queue' | 'blob' | 'eventGrid';
  event: JobEvent;
};

/** How far a schedule has come. */
export type ScheduleNote = {
  /** A changed schedule begins anew. */
  cron: string;
  timeZone: string;
  /** ISO: everything up to here is started, skipped or waiting. */
  since: string;
  /** ISO: due times that wait for the run before them. */
  waiting: string[];
  /** The last run that was started. */
  lastRun?: string;
};
