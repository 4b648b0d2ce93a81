import type { ScheduleNote } from '../../contract/job-events.ts';
import type { ScheduleNotes } from '../ports/schedule-notes.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import type { StorageAccount } from './storage-account.ts';

const name = 'schedules/notes.json';

/** One document: the host lets one process at a time look at the schedules. */
export function blobScheduleNotes(account: StorageAccount): ScheduleNotes {
  const documents = blobDocuments(account, stateContainer);
  return {
    async read() {
      return ((await documents.read(name))?.value as Record<string, ScheduleNote> | undefined) ?? {};
    },
    async write(notes) {
      await documents.write(name, notes);
    },
  };
}
