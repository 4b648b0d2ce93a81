import { z } from 'zod';
import { runLinksSchema } from './run-links-schema.ts';

export const runStatusSchema = z
  .enum(['pending', 'running', 'succeeded', 'failed', 'cancelled', 'superseded', 'skipped', 'terminated'])
  .meta({ id: 'RunStatus' });

/** What every view of a run has. */
export const anyRunFields = {
  id: z.string(),
  status: runStatusSchema,
  timings: z
    .array(z.object({ phase: z.string(), startedAt: z.string(), seconds: z.number() }))
    .describe('How long each phase took, or takes so far.'),
  requestedAt: z.string().optional().describe('When it was asked for.'),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  seconds: z.number().describe('Until its end, or until now.'),
  message: z.string().optional().describe('Why it ended as it did, for people.'),
  links: runLinksSchema,
};
