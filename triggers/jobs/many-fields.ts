import { z } from 'zod';
import { jobSpecSchema } from '../../lib/catalog/jobs/job-spec-schema.ts';
import { environmentSchema } from './job-environment.ts';

/** What is run, in a request and in a node of a graph. */
export const templateFields = {
  job: z.string().min(1).optional().describe('A job of the catalog.'),
  spec: jobSpecSchema.optional().describe('A job that is in no catalog.'),
  environment: environmentSchema.optional(),
};

/** Whether what is run is said once. */
export const isOneTemplate = ({ job, spec }: { job?: unknown; spec?: unknown }): boolean =>
  (job === undefined) !== (spec === undefined);

export const oneTemplate = {
  error:
    'give either "job", the name of one in the catalog, or "spec", such as {"containers": [{"name": "main", "image": "demo/x:1"}]}',
};

/** More at a time than a region has container groups only wait for each other. */
export const parallelismSchema = z.int().min(1).max(500).default(20);

/** Says of a property that this form of a request lacks where it goes, for it may be one of another form. */
export const lacking = (where: string) => ({
  error: ({ code }: { code?: string }): string | undefined =>
    code === 'unrecognized_keys' ? `no such property ${where}` : undefined,
});
