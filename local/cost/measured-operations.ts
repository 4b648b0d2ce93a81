/**
 * What one run asks of the storage account, the Durable extension's own requests included, and how many events its history has:
 * measured by `npm run bench:cost` on the real extension. Polls of queues that find nothing are an idle app's, and not here.
 */
export const measuredOperations = {
  publish: {
    operations: {
      'blob list': 4,
      'blob read': 24,
      'blob write': 25,
      'queue other': 108,
      'queue poll': 163,
      table: 186,
    },
    events: 27,
  },
  job: {
    operations: { 'blob read': 8, 'blob write': 3, 'queue other': 40, 'queue poll': 70, table: 119 },
    events: 13,
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
