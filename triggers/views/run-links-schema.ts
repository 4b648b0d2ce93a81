import { z } from 'zod';

export const runLinksSchema = z
  .object({
    self: z.string(),
    logs: z.string(),
    cancel: z.string(),
    input: z.string().optional().describe('Of a job: what went in.'),
    output: z.string().optional().describe('Of a job: what came out.'),
    rerun: z.string().optional().describe('Of a job: where to ask for the same again.'),
    items: z.string().optional().describe('Of an array or a graph: the runs of its jobs.'),
    durable: z
      .record(z.string(), z.string())
      .optional()
      .describe('The management URLs of the durable instance.'),
  })
  .meta({ id: 'RunLinks' });
