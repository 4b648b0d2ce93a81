import { blobRejectedEvents } from '../../../lib/azure/blob-rejected-events.ts';
import { blobScheduleNotes } from '../../../lib/azure/blob-schedule-notes.ts';
import { rejectedEventsContract, scheduleNotesContract } from '../../contracts/job-stores.ts';
import { useBlobStorage } from '../../support/blob-storage.ts';
import { FakeRejectedEvents } from '../../support/fakes/fake-rejected-events.ts';
import { FakeScheduleNotes } from '../../support/fakes/fake-schedule-notes.ts';

const storage = useBlobStorage();

rejectedEventsContract('blob storage', () => blobRejectedEvents(storage.account(), 2));
rejectedEventsContract('memory', () => {
  const events = new FakeRejectedEvents();
  events.pageSize = 2;
  return events;
});
scheduleNotesContract('blob storage', () => blobScheduleNotes(storage.account()));
scheduleNotesContract('memory', () => new FakeScheduleNotes());
