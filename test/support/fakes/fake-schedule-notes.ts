import type { ScheduleNote } from '../../../contract/job-events.ts';
import type { ScheduleNotes } from '../../../lib/ports/schedule-notes.ts';

/** Notes in memory. */
export class FakeScheduleNotes implements ScheduleNotes {
  notes: Record<string, ScheduleNote> = {};

  async read(): Promise<Record<string, ScheduleNote>> {
    return structuredClone(this.notes);
  }

  async write(notes: Record<string, ScheduleNote>): Promise<void> {
    this.notes = structuredClone(notes);
  }
}
