import { z } from 'zod';

export const rejectedEventSchema = z.strictObject({
  id: z.string(),
  rejectedAt: z.string(),
  reason: z.string(),
  job: z.string().optional(),
  trigger: z.string().optional(),
  cause: z.enum(['schedule', 'queue', 'blob', 'eventGrid']),
  event: z.strictObject({ id: z.string(), parts: z.record(z.string(), z.unknown()) }),
});
