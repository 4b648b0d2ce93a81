import { z } from 'zod';
import { cron, timeZone } from '../schedule-fields.ts';

/** Any JSON; texts such as `{body.text}` in it stand for parts of the event. */
const input = z.unknown().optional();

/** What starts a job by itself. */
export const triggerFields = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('schedule'),
    cron,
    /** UTC when absent. */
    timeZone: timeZone.optional(),
    /** What happens when the run before still goes on. */
    whenRunning: z.enum(['skip', 'queue']).default('skip'),
    input,
  }),
  z.strictObject({
    kind: z.literal('queue'),
    /** A queue of the app's storage account. */
    queue: z
      .string()
      .regex(
        /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
        'the name of a queue: 3 to 63 lower-case letters, digits and single inner hyphens',
      ),
    input,
  }),
  z.strictObject({
    kind: z.literal('blob'),
    /** Only of this storage account; of any whose events reach the app when absent. */
    account: z
      .string()
      .regex(/^[a-z0-9]{3,24}$/, 'the name of a storage account: 3 to 24 lower-case letters and digits')
      .optional(),
    container: z
      .string()
      .regex(
        /^(?=.{3,63}$)(?:[a-z0-9]+(?:-[a-z0-9]+)*|\$web)$/,
        'the name of a blob container: 3 to 63 lower-case letters, digits and single inner hyphens',
      ),
    /** How the name of the blob begins. */
    prefix: z.string().min(1).max(1_024).optional(),
    /** How it ends. */
    suffix: z.string().min(1).max(1_024).optional(),
    input,
  }),
  z.strictObject({
    kind: z.literal('eventGrid'),
    /** Any type when absent. */
    types: z.array(z.string().min(1)).min(1).optional(),
    subjectBeginsWith: z.string().min(1).optional(),
    subjectEndsWith: z.string().min(1).optional(),
    input,
  }),
]);
