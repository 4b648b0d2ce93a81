import { z } from 'zod';
import type { Amount, FleetPolicy, ScheduleWindow } from '../../../contract/fleets.ts';
import { cron, timeZone } from '../schedule-fields.ts';

/** More than Azure gives a subscription in one region without a word with its support. */
export const mostServers = 5_000;

const share = z.string().regex(/^\d{1,2}(?:\.\d+)?%$/, 'a share below 100%, such as 20%');

/** A number of things, or a share of all. */
export const amount = z
  .union([z.int().min(0).max(1_000_000), share], {
    error: 'a whole number such as 2, or a share such as "20%"',
  })
  .meta({ id: 'Amount' }) as z.ZodType<Amount, Amount>;

const servers = z.int().min(0).max(mostServers);

/** A share of all places that is in use. */
const utilisation = z.number().min(0).max(1);

const thresholds = z
  .strictObject({
    kind: z.literal('thresholds'),
    scaleOut: utilisation.default(0.8).describe('One server more above this share of the places in use.'),
    scaleIn: utilisation.default(0.6).describe('One server less below it.'),
    cooldownMinutes: z.number().min(0).max(1_440).default(10).describe('After either of both.'),
  })
  .refine(({ scaleOut, scaleIn }) => scaleIn < scaleOut, {
    path: ['scaleIn'],
    error: 'must be below "scaleOut", or the fleet would swing',
  });

const windowSchema = z.strictObject({
  cron: cron.describe('When it opens.'),
  minutes: z.int().min(1).max(10_080).describe('How long it stays open.'),
  get policy() {
    return policySchema;
  },
}) as z.ZodType<ScheduleWindow>;

/** How many servers a fleet wants. */
export const policySchema: z.ZodType<FleetPolicy, unknown> = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('buffer'), sessions: amount })
      .describe('Keeps so many places free; a share is of all places.'),
    z
      .strictObject({ kind: z.literal('servers'), empty: amount })
      .describe('Keeps so many servers empty; a share is of all servers.'),
    z.strictObject({ kind: z.literal('fixed'), servers }).describe('Keeps so many servers.'),
    thresholds.describe('The rule of the Build 2018 demo: one server more or less, then a pause.'),
    z
      .strictObject({
        kind: z.literal('schedule'),
        timeZone: timeZone.optional().describe('UTC when absent.'),
        windows: z.array(windowSchema).min(1).max(50),
        get otherwise() {
          return policySchema.optional();
        },
      })
      .describe('The policy of the first window that is open.'),
    z
      .strictObject({
        kind: z.literal('chain'),
        get policies() {
          return z.array(policySchema).min(1).max(20);
        },
      })
      .describe('The first that says something; a schedule outside of its windows says nothing.'),
    z
      .strictObject({
        kind: z.literal('forecast'),
        get rule() {
          return policySchema.default({ kind: 'buffer', sessions: 0 });
        },
        aheadSeconds: z
          .int()
          .min(30)
          .max(7_200)
          .optional()
          .describe('How far it looks; a start of a server when absent.'),
      })
      .describe(
        'Starts servers ahead of the load that this time of the week is known for; never below its rule.',
      ),
  ])
  .meta({ id: 'FleetPolicy' }) as z.ZodType<FleetPolicy, unknown>;
