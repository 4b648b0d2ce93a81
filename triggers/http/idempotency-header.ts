import { z } from 'zod';

/** Of operations that start something: one that is sent again with the same key starts nothing new. */
export const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/)
    .optional()
    .describe('Sent again with the same key and body, the request starts nothing new.'),
});
