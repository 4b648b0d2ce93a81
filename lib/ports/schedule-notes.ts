import type { ScheduleNote } from '../../contract/job-events.ts';

/** How far each schedule has come, by job and trigger. */
export interface ScheduleNotes {
  read(): Promise<Record<string, ScheduleNote>>;
  write(notes: Record<string, ScheduleNote>): Promise<void>;
}
