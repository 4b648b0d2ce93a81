import type { JobTrigger } from '../../../contract/jobs.ts';

/** An event of Event Grid, of either schema, reduced to what triggers look at. */
export type GridEvent = {
  id: string;
  type: string;
  /** Cloud events may have none. */
  subject: string;
  /** The resource that it comes from. */
  source: string;
  time: string;
  data: unknown;
};

const blobCreated = 'Microsoft.Storage.BlobCreated';
const blobSubject = /^\/blobServices\/default\/containers\/(?<container>[^/]+)\/blobs\/(?<name>.+)$/;

/** Of a blob that was written: where it lies. Undefined for events of another kind. */
export function blobOf({ type, subject, source }: GridEvent) {
  if (type !== blobCreated) return undefined;
  const { container, name } = blobSubject.exec(subject)?.groups ?? {};
  if (container === undefined || name === undefined) return undefined;
  return { account: source.split('/').at(-1) ?? '', container, name };
}

/** Whether a trigger waits for this event. */
export function triggerFits(trigger: JobTrigger, event: GridEvent): boolean {
  switch (trigger.kind) {
    case 'eventGrid': {
      const { types, subjectBeginsWith = '', subjectEndsWith = '' } = trigger;
      if (types && !types.includes(event.type)) return false;
      return event.subject.startsWith(subjectBeginsWith) && event.subject.endsWith(subjectEndsWith);
    }
    case 'blob': {
      const blob = blobOf(event);
      if (!blob || blob.container !== trigger.container) return false;
      if (trigger.account !== undefined && blob.account !== trigger.account) return false;
      return blob.name.startsWith(trigger.prefix ?? '') && blob.name.endsWith(trigger.suffix ?? '');
    }
    default:
      return false;
  }
}
