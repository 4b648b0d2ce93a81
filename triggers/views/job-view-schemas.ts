import { z } from 'zod';
import { anyRunFields } from './any-run-fields.ts';

const jobName = z.string().optional().describe('The template of the catalog that it was made from.');

const costSchema = z
  .object({
    vcpuSeconds: z.number(),
    memoryGbSeconds: z.number(),
    estimate: z
      .object({ amount: z.number(), currency: z.string() })
      .optional()
      .describe('By the list prices of the settings.'),
  })
  .meta({ id: 'JobCost' });

const containerSchema = z
  .object({
    name: z.string(),
    state: z.enum(['waiting', 'running', 'terminated']),
    exitCode: z.number().optional(),
    restartCount: z.number(),
  })
  .meta({ id: 'JobContainer' });

const endSchema = z
  .object({
    kind: z.enum([
      'succeeded',
      'failed',
      'initContainerFailed',
      'outOfMemory',
      'imageNotAccessible',
      'refused',
      'capacity',
      'quota',
      'stuckProvisioning',
      'deadlineExceeded',
      'cancelled',
      'vanished',
      'killedByPlatform',
      'unavailable',
    ]),
    container: z.string().optional().describe('Which one it was that ended the job.'),
    exitCode: z.number().optional(),
    reason: z
      .enum(['notFound', 'refused', 'throttled', 'unknown'])
      .optional()
      .describe('Why its image is not accessible.'),
    code: z.string().optional().describe('What the app itself met with.'),
  })
  .meta({ id: 'JobEnd' })
  .describe('How it ended, in words for programs.');

export const jobViewSchema = z
  .object({
    ...anyRunFields,
    kind: z.literal('job'),
    job: jobName,
    cause: z
      .enum(['request', 'rerun', 'array', 'graph', 'schedule', 'queue', 'blob', 'eventGrid', 'kubernetes'])
      .optional(),
    parent: z
      .object({ runId: z.string(), item: z.string() })
      .optional()
      .describe('The array or graph that it belongs to.'),
    rerunOf: z.string().optional().describe('The run that this one repeats.'),
    phase: z
      .enum(['queued', 'creating', 'waiting', 'running', 'ended', 'collecting'])
      .optional()
      .describe('Where it is, until its end.'),
    waitsFor: z.string().optional().describe('While it is queued: what it waits for.'),
    step: z.string().optional().describe('Where its containers say that they are.'),
    end: endSchema.optional(),
    containers: z.array(containerSchema),
    output: z.unknown().optional().describe('JSON. One of more than 64 KB is at its link only.'),
    outputReference: z.object({ bytes: z.number() }).optional(),
    cost: costSchema,
    attempts: z.number().describe('How many container groups were tried so far.'),
    expiresAt: z.string().optional().describe('When everything of the run goes.'),
    run: z.string().optional().describe('The run of its containers.'),
    group: z.string().optional().describe('The container group of the last attempt.'),
  })
  .meta({ id: 'Job' });

const itemStatusSchema = z.enum([
  'pending',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'terminated',
  'skipped',
]);

const countsSchema = z
  .object({
    pending: z.number(),
    running: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    cancelled: z.number(),
    terminated: z.number(),
    skipped: z.number(),
  })
  .meta({ id: 'ItemCounts' });

const manyFields = {
  ...anyRunFields,
  phase: z.string().optional(),
  counts: countsSchema.optional().describe('How many items stand where.'),
  progress: z.number().optional().describe('How many of them have come to an end, from 0 to 1.'),
  parallelism: z.number().optional(),
};

export const jobArrayViewSchema = z
  .object({
    ...manyFields,
    kind: z.literal('jobArray'),
    job: jobName,
    allowFailures: z.number().optional(),
  })
  .meta({ id: 'JobArray' });

export const jobGraphViewSchema = z
  .object({
    ...manyFields,
    kind: z.literal('jobGraph'),
    nodes: z
      .array(
        z.object({
          name: z.string(),
          needs: z.array(z.string()),
          status: itemStatusSchema,
          run: z.string().optional(),
          message: z.string().optional(),
          output: z.unknown().optional(),
        }),
      )
      .describe('In the order in which they were written.'),
  })
  .meta({ id: 'JobGraph' });

/** A job of the catalog, with every default. */
export const jobTemplateSchema = z
  .object({
    name: z.string(),
    spec: z.looseObject({ group: z.looseObject({}) }).describe('What the next run of it would have.'),
    triggers: z.array(z.looseObject({ name: z.string(), kind: z.string() })),
    links: z.object({ self: z.string(), runs: z.string() }),
  })
  .meta({ id: 'JobTemplate' });
