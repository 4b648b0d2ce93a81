/**
 * What one run asks of the storage account, the Durable extension's own requests included, and how many events its history has:
 * measured by `npm run bench:cost` on the real extension. Polls of queues that find nothing are an idle app's, and not here.
 */
export const measuredOperations = {
  publish: {
    operations: {
      'blob list': 3,
      'blob read': 27,
      'blob write': 26,
      'queue other': 130,
      'queue poll': 109,
      table: 239,
    },
    events: 32,
  },
  job: {
    operations: { 'blob read': 9, 'blob write': 3, 'queue other': 57, 'queue poll': 49, table: 116 },
    events: 15,
  },
} as const;

/** What Azure bills apart. Deletes of blobs cost nothing; a poll is a read of a queue, whether there is a message or not. */
export type Operation =
  | 'blob write'
  | 'blob read'
  | 'blob list'
  | 'blob delete'
  | 'queue poll'
  | 'queue other'
  | 'table';
