import { z } from 'zod';
import { withGroupRules } from '../groups/group-spec-schema.ts';
import { jobFields, type WrittenJob } from './job-fields.ts';

/** What people write of a job, in the catalog and in requests. `jobSpec` makes of it what the app works with. */
export const jobSpecSchema = withGroupRules(z.strictObject(jobFields))
  .superRefine(
    (job, context) => {
      for (const { path, message } of outputMistakes(job))
        context.addIssue({ code: 'custom', path, message });
    },
    // Also where something else has a mistake already: all are told at once.
    { when: ({ value }) => typeof value === 'object' && value !== null },
  )
  .meta({ id: 'JobSpec' });

/** It is called for jobs with mistakes in their fields, too: parts that do not have their form are passed over. */
function outputMistakes({ output, containers, volumes }: Partial<WrittenJob>) {
  if (output?.kind === 'lastLine' && output.container !== undefined && Array.isArray(containers)) {
    const names = containers.map((container) => container?.name);
    if (!names.includes(output.container))
      return [
        {
          path: ['output', 'container'],
          message: `the job has no such container; it has: ${names.join(', ')}`,
        },
      ];
  }
  if (output?.kind === 'file') {
    const files = (Array.isArray(volumes) ? volumes : [])
      .filter((volume) => volume?.azureFile)
      .map(({ name }) => name);
    const known = files.length > 0 ? `it has: ${files.join(', ')}` : 'it has none; add one to "volumes"';
    if (!files.includes(output.volume))
      return [
        { path: ['output', 'volume'], message: `the job has no such volume of kind azureFile; ${known}` },
      ];
  }
  return [];
}
