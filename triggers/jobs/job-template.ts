import type { Job, JobSpec } from '../../contract/jobs.ts';
import type { WrittenJob } from '../../lib/catalog/jobs/job-fields.ts';
import { jobSpec } from '../../lib/catalog/jobs/job-spec.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';

/** What is run: a job of the catalog by its name, or a spec that somebody sent. Throws `job-unknown`. */
export async function jobTemplate(
  { catalogs, settings }: TriggerDependencies,
  asked: { job?: string | undefined; spec?: WrittenJob | undefined },
): Promise<{ job?: string; spec: JobSpec }> {
  const { locations } = settings;
  if (asked.spec) return { spec: jobSpec(asked.spec, { locations }) };
  const { name, spec } = await knownJob({ catalogs }, asked.job ?? '');
  return { job: name, spec };
}

/** Throws `job-unknown`, which names the jobs that there are. */
export async function knownJob(
  { catalogs }: Pick<TriggerDependencies, 'catalogs'>,
  name: string,
): Promise<Job> {
  const found = await catalogs.job(name);
  if (found) return found;
  const jobs = (await catalogs.jobs()).map((job) => job.name);
  throw new SlipwayError(
    'job-unknown',
    `The catalog has no job "${name}"; it has: ${jobs.join(', ') || 'no job at all'}.`,
    { details: { unknown: [name], jobs } },
  );
}
