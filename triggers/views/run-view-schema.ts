import { z } from 'zod';
import { anyRunFields } from './any-run-fields.ts';
import { jobArrayViewSchema, jobGraphViewSchema, jobViewSchema } from './job-view-schemas.ts';

const containerStateSchema = z.enum(['queued', 'creating', 'waiting', 'running', 'ended']);

const containerViewSchema = z
  .object({
    run: z.string(),
    group: z.string(),
    image: z.string(),
    attempt: z.number(),
    state: containerStateSchema,
    step: z.string().optional(),
    waitsFor: z.string().optional().describe('While queued: what the container waits for.'),
    exitCode: z.number().optional(),
  })
  .meta({ id: 'RunContainer' });

const commitSchema = z
  .object({
    repository: z.string(),
    branch: z.string(),
    sha: z.string(),
    author: z.string(),
    message: z.string(),
    committedAt: z.string(),
  })
  .meta({ id: 'Commit' });

export const publishViewSchema = z
  .object({
    ...anyRunFields,
    kind: z.literal('publish'),
    site: z.string().optional(),
    cause: z.enum(['push', 'manual', 'batch', 'backstop']).optional(),
    phase: z
      .enum(['queued', 'fetching', 'building', 'promoting', 'purging', 'verifying', 'reporting', 'done'])
      .optional()
      .describe('Where it is; where it ended if it did not succeed.'),
    waitsFor: z.string().optional().describe('While it is queued: what has to end first.'),
    commit: commitSchema.optional(),
    container: containerViewSchema.optional(),
    attempts: z.number().optional().describe('How many container groups were tried so far.'),
    release: z.string().optional(),
    changed: z.number().optional().describe('Files that were added, replaced or deleted.'),
    liveUrl: z.string().optional(),
    live: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('confirmed') }),
        z.object({ kind: z.literal('notYet'), message: z.string() }),
      ])
      .optional()
      .describe('What visitors were served at its end.'),
  })
  .meta({ id: 'Publish' });

export const publishManyViewSchema = z
  .object({
    ...anyRunFields,
    kind: z.literal('publishMany'),
    phase: z.string().optional(),
    sites: z
      .array(
        z.object({
          site: z.string(),
          runId: z.string(),
          outcome: z.enum(['published', 'superseded', 'failed', 'cancelled', 'skipped']).optional(),
          message: z.string().optional(),
        }),
      )
      .describe('The runs of the sites; an outcome stands there once all have ended.'),
  })
  .meta({ id: 'PublishMany' });

export const containerRunViewSchema = z
  .object({
    ...anyRunFields,
    kind: z.enum(['container', 'pod']),
    phase: containerStateSchema.optional(),
    container: containerViewSchema.optional(),
  })
  .meta({ id: 'ContainerRun' });

export const otherRunViewSchema = z
  .object({
    ...anyRunFields,
    kind: z.enum(['kubeJob', 'lane', 'fleet', 'serverStart', 'serverDrain', 'removal', 'sweep', 'cleanUp']),
  })
  .meta({ id: 'OtherRun' });

export const runViewSchema = z
  .discriminatedUnion('kind', [
    publishViewSchema,
    publishManyViewSchema,
    jobViewSchema,
    jobArrayViewSchema,
    jobGraphViewSchema,
    containerRunViewSchema,
    otherRunViewSchema,
  ])
  .meta({ id: 'Run' });
