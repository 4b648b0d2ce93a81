import { z } from 'zod';

export const runLinksSchema = z
  .object({
    self: z.string(),
    logs: z.string(),
    cancel: z.string(),
    durable: z
      .record(z.string(), z.string())
      .optional()
      .describe('The management URLs of the durable instance.'),
  })
  .meta({ id: 'RunLinks' });
