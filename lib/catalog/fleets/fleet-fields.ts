import { z } from 'zod';
import { containerSchema } from '../groups/container-fields.ts';
import { groupFields } from '../groups/group-fields.ts';
import { withGroupRules } from '../groups/group-spec-schema.ts';
import { containerName, regionName, secretName } from '../names.ts';
import { amount, mostServers, policySchema } from './policy-fields.ts';
import { withPortsOfContainers } from './ports-of-containers.ts';

const port = z.int().min(1).max(65_535);
const path = z
  .string()
  .regex(/^\/\S*$/, 'a path, such as /drain')
  .max(1_024);
const day = 86_400;

/** The name of each server is made of it and a number. */
const dnsName = groupFields.dnsName
  .unwrap()
  .max(52, 'at most 52 characters: each server gets its number behind it')
  .optional()
  .describe('The label of the public name of each server, with the number of the server behind it.');

const serverSchema = z
  .preprocess(
    withPortsOfContainers,
    withGroupRules(
      z.strictObject({
        ...groupFields,
        containers: z.array(containerSchema).min(1, 'name at least one container').max(60),
        ports: groupFields.ports.describe(
          'Where players reach a server; the ports of its containers when absent.',
        ),
        dnsName,
        restartPolicy: z.enum(['Never', 'OnFailure', 'Always']).default('Always'),
      }),
    ),
  )
  .meta({ id: 'FleetServerSpec' });

const stopTimeout = { timeoutSeconds: z.int().min(1).max(600).default(30) };

const stopHookSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('exec'),
    container: containerName,
    command: z.string().min(1).max(4_096),
    ...stopTimeout,
  }),
  z.strictObject({ kind: z.literal('http'), port, path, ...stopTimeout }),
  z.strictObject({
    kind: z.literal('rcon'),
    port,
    password: secretName.describe('The secret that holds it.'),
    command: z.string().min(1).max(4_096),
    ...stopTimeout,
  }),
]);

const signsOfLife = <Kind extends 'heartbeat' | 'query'>(
  kind: Kind,
  firstSeconds: number,
  everySeconds: number,
) =>
  z.strictObject({
    kind: z.literal(kind),
    firstSeconds: z
      .int()
      .min(5)
      .max(3_600)
      .default(firstSeconds)
      .describe('From the first running container to the first sign.'),
    everySeconds: z.int().min(2).max(600).default(everySeconds),
    missed: z.int().min(1).max(100).default(3).describe('So many may be missing.'),
  });

const spreadSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order') }),
  z.strictObject({
    kind: z.literal('weights'),
    weights: z
      .record(regionName, z.number().min(0).max(1_000))
      .refine(
        (weights) => Object.values(weights).some((weight) => weight > 0),
        'at least one weight is above 0',
      ),
  }),
]);

/** What people write of a fleet. */
export const fleetFields = {
  spec: serverSchema.describe('The container group that each server is.'),
  sessionsPerServer: z.int().min(1).max(100_000).describe('The places of one server.'),
  min: z
    .int()
    .min(0)
    .max(mostServers)
    .describe('Restored at once. With 0 the fleet goes to nothing when nobody plays.'),
  max: z.int().min(1).max(mostServers),
  policy: policySchema.default({ kind: 'buffer', sessions: '20%' }),
  stabilisation: z
    .strictObject({
      upSeconds: z.int().min(0).max(day).default(0),
      downSeconds: z.int().min(0).max(day).default(300),
    })
    .prefault({})
    .describe('How long another wish must last before it is followed.'),
  surge: amount
    .default('25%')
    .describe('How many servers there may be beyond those wanted while old ones are replaced.'),
  spread: spreadSchema
    .default({ kind: 'order' })
    .describe('Regions in order, or each for its share of the servers.'),
  drain: z
    .strictObject({
      deadlineMinutes: z
        .number()
        .min(0)
        .max(10_080)
        .default(60)
        .describe('How long players may stay on a server that is to go.'),
      notice: z.strictObject({ port, path }).optional().describe('Called by POST when a server is to go.'),
      stopHook: stopHookSchema.optional().describe('Done in the server before it is deleted.'),
    })
    .prefault({}),
  health: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('running') }),
      signsOfLife('heartbeat', 60, 10),
      signsOfLife('query', 120, 15),
    ])
    .optional()
    .describe('`query` where sessions are queried, else `running`, when absent.'),
  sessions: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('reported') }),
      z.strictObject({
        kind: z.literal('query'),
        game: z
          .string()
          .regex(/^[a-z0-9]{1,60}$/, 'a game that the gamedig library knows, such as q3a or minecraft'),
        port,
      }),
    ])
    .default({ kind: 'reported' }),
  maxLifetimeHours: z.number().min(0.1).max(8_760).optional(),
  monthlyBudget: z
    .number()
    .min(0)
    .max(10_000_000)
    .optional()
    .describe('Above it no server is started until the next month.'),
  leaseSeconds: z
    .int()
    .min(10)
    .max(7 * day)
    .default(3_600),
  ticketSeconds: z.int().min(10).max(day).default(600),
  queueDeadlineSeconds: z.int().min(10).max(day).default(7_200),
  provisioningDeadlineSeconds: z.int().min(10).max(7_200).default(900),
  lookSeconds: z.int().min(2).max(600).default(15),
  crashLimit: z.int().min(1).max(100).default(5),
  listed: z.boolean().default(true).describe('Whether anybody may see the page of its servers.'),
};

export type WrittenFleet = z.output<z.ZodObject<typeof fleetFields>>;
