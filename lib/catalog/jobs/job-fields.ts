import { z } from 'zod';
import { groupFields } from '../groups/group-fields.ts';
import { containerName } from '../names.ts';

/** Above this Azure keeps no single timer, and a group that works for longer is rather a server. */
const longestSeconds = 5 * 86_400;

const outputRule = z.discriminatedUnion('kind', [
  /** What a container posts as `result` of its final report. */
  z.strictObject({ kind: z.literal('callback') }),
  /** The last line on standard output that is JSON; of the first essential container unless one is named. */
  z.strictObject({ kind: z.literal('lastLine'), container: containerName.optional() }),
  /** A file of one of the group's volumes of kind azureFile. */
  z.strictObject({
    kind: z.literal('file'),
    volume: z.string().min(1),
    path: z
      .string()
      .max(1_024)
      .regex(
        /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\:*?"<>|]+$/,
        'a file inside the volume, such as results/report.json',
      ),
  }),
]);

const retriesSchema = z.strictObject({
  /** How many container groups a run has at most. */
  attempts: z.int().min(1).max(10).default(3),
  /** Before the second attempt. */
  backoffSeconds: z.int().min(0).max(3_600).default(5),
  /** By how much each pause is longer than the one before. */
  factor: z.number().min(1).max(10).default(2),
  longestSeconds: z.int().min(1).max(3_600).default(300),
  /** The exit codes after which a new attempt may help: none of them when absent. */
  exitCodes: z
    .union([z.literal('any'), z.array(z.int().min(1).max(255)).min(1)], {
      error: '"any", or a list of exit codes from 1 to 255, such as [75]',
    })
    .optional(),
});

/** What people write of a job beside its container group. */
export const jobFields = {
  ...groupFields,
  /** A job ends, so its containers are not started again for ever. */
  restartPolicy: z
    .enum(['Never', 'OnFailure'], {
      error: 'a job takes "Never" or "OnFailure": with "Always" it would never end',
    })
    .optional(),
  /** How long a run waits for its turn to create a container group. */
  queueDeadlineSeconds: z.int().min(10).max(86_400).default(7_200),
  /** From the creation to the first running container. */
  provisioningDeadlineSeconds: z.int().min(10).max(7_200).default(900),
  /** From the first running container to the end. */
  deadlineSeconds: z.int().min(10).max(longestSeconds).default(3_600),
  retries: retriesSchema.prefault({}),
  /** How long a failed group is kept for a look at it. */
  keepOnFailureMinutes: z.int().min(0).max(1_440).default(0),
  /** Where the output comes from. Without it: what a container posts, else its last line that is JSON. */
  output: outputRule.optional(),
  /** How long after its end anything of a run is kept; SLIPWAY_KEEP_RUNS_DAYS when absent. */
  timeToLiveMinutes: z.int().min(1).max(525_600).optional(),
};

export type WrittenJob = z.output<z.ZodObject<typeof jobFields>>;
