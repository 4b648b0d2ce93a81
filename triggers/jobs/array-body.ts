import { z } from 'zod';
import { arrayRunId } from '../../lib/ids.ts';
import { startArray } from '../../lib/jobs/start-many.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { ClaimedRequest } from '../http/claim-request.ts';
import { checkEnvironment } from './job-environment.ts';
import { jobTemplate } from './job-template.ts';
import { isOneTemplate, lacking, oneTemplate, parallelismSchema, templateFields } from './many-fields.ts';

const mostItems = 10_000;

const share = /^(?:100|\d{1,2}(?:\.\d+)?)%$/;

/** Asks for a run of a job with each of many inputs. */
export const arrayBodySchema = z
  .strictObject(
    {
      ...templateFields,
      array: z
        .array(z.unknown())
        .min(1, 'give at least one input')
        .max(mostItems, `give at most ${mostItems} inputs; start another array for more`)
        .describe('The input of each item; any JSON.'),
      parallelism: parallelismSchema,
      allowFailures: z
        .union(
          [z.int().min(0), z.string().regex(share, 'give a share of the items up to "100%", such as "10%"')],
          {
            error: 'give a number of items, such as 3, or a share of them, such as "10%"',
          },
        )
        .default(0)
        .describe('So many items, or such a share of them, may end without success.'),
    },
    lacking('of an array; the inputs stand in "array"'),
  )
  .refine(isOneTemplate, oneTemplate);

export type ArrayBody = z.output<typeof arrayBodySchema>;

/** Starts the run; its id. */
export async function startArrayOf(
  deps: TriggerDependencies,
  runs: Runs,
  body: ArrayBody,
  claim: () => Promise<ClaimedRequest>,
): Promise<string> {
  const { array: inputs, environment, parallelism } = body;
  const template = await jobTemplate(deps, body);
  checkEnvironment(template.spec, environment);
  const { cause, requestedAt } = await claim();
  const id = arrayRunId(template.job, cause);
  await startArray(deps, runs, {
    id,
    hub: deps.settings.hub,
    cause: 'request',
    requestedAt,
    template: { ...template, ...(environment ? { environment } : {}) },
    inputs,
    parallelism,
    allowFailures: failuresIn(inputs.length, body.allowFailures),
  });
  return id;
}

/** A share of the items is rounded down. */
function failuresIn(items: number, allowed: number | string): number {
  return typeof allowed === 'number' ? allowed : Math.floor((items * Number.parseFloat(allowed)) / 100);
}
