import { z } from 'zod';

export const stateSchema = z
  .enum(['creating', 'ready', 'allocated', 'draining', 'unhealthy', 'failed', 'gone'])
  .describe('ready without sessions, allocated with some; failed and gone take none any more.');

const counts = z.partialRecord(stateSchema, z.number());

const decisionSchema = z
  .object({
    at: z.string(),
    sessions: z.number(),
    waiting: z.number(),
    servers: counts,
    wanted: z.number(),
    forecast: z.number().optional(),
    starting: z.number(),
    draining: z.number(),
    reason: z.string().describe('Which rule, and what bounded it.'),
  })
  .meta({ id: 'FleetDecision' });

const linksSchema = z
  .object({
    self: z.string(),
    definition: z.string().describe('What was written, to change it.'),
    servers: z.string(),
    allocations: z.string(),
    page: z.string().describe('For people: it refreshes itself.'),
    resume: z.string(),
    run: z.string().describe('Of its loop.'),
  })
  .meta({ id: 'FleetLinks' });

const fleetStateSchema = z
  .enum(['active', 'broken', 'deleting', 'invalid', 'undefined'])
  .describe('undefined: nobody defines it any more, and only servers are left.');

const summaryFields = {
  name: z.string(),
  state: fleetStateSchema,
  source: z.enum(['catalog', 'api']).optional(),
  servers: counts.describe('How many servers are in each state.'),
  sessions: z.number(),
  places: z.number().describe('Of all servers that take sessions.'),
  links: linksSchema,
};

export const fleetSummarySchema = z.object(summaryFields).meta({ id: 'FleetSummary' });

export const fleetViewSchema = z
  .object({
    ...summaryFields,
    message: z.string().optional().describe('Why it is broken or invalid, and what to do.'),
    shadowed: z
      .boolean()
      .optional()
      .describe('The catalog has one of that name, so what came by the API is not used.'),
    version: z.string().optional().describe('Of what its servers are made of.'),
    spec: z
      .looseObject({
        group: z.looseObject({}),
        sessionsPerServer: z.number(),
        min: z.number(),
        max: z.number(),
      })
      .optional()
      .describe('With every default filled in; secrets stand in it by name only.'),
    waiting: z.number().describe('Places that callers wait for.'),
    allocationTimes: z
      .object({ count: z.number(), medianMs: z.number(), p99Ms: z.number() })
      .optional()
      .describe(
        'Of the last allocations, 1,000 at most, that the process of the app answered which is asked.',
      ),
    budget: z
      .object({
        month: z.string(),
        spent: z.number().describe('By the list prices of the settings, up to the last look.'),
        limit: z.number().optional(),
        currency: z.string(),
        perHour: z.number().optional().describe('Of all its servers together.'),
      })
      .meta({ id: 'FleetBudget' }),
    breaker: z
      .object({
        since: z.string(),
        version: z.string().optional(),
        failed: z.number(),
        message: z.string().optional(),
      })
      .optional()
      .describe('Since then no server is started, because too many of one version failed in a row.'),
    decisions: z.array(decisionSchema).describe('The newest first.'),
  })
  .meta({ id: 'Fleet' });

export const portSchema = z.object({ port: z.number(), protocol: z.enum(['TCP', 'UDP']).optional() });

export const drainSchema = z
  .object({
    reason: z.enum(['scaleDown', 'outdated', 'lifetime', 'unhealthy', 'request', 'fleetDeleted']),
    leavingAt: z.string().optional().describe('Since then its group is being deleted.'),
    deadline: z.string().optional().describe('After that it goes, whoever is on it.'),
  })
  .meta({ id: 'ServerDrain' });

export const serverViewSchema = z
  .object({
    name: z.string(),
    state: stateSchema,
    sessions: z.number().describe('By allocations, or as it tells, whichever are more.'),
    address: z.string().nullable().describe('Null until it has one.'),
    fqdn: z.string().optional(),
    ports: z.array(portSchema),
    allocated: z.number().describe('Places that are promised to callers.'),
    version: z.string(),
    isCurrent: z.boolean().describe('Whether it is of the version that the fleet has now.'),
    region: z.string(),
    since: z.partialRecord(stateSchema, z.string()).describe('When it entered each state last.'),
    drain: drainSchema.optional(),
    message: z.string().optional(),
    heardAt: z.string().optional().describe('When it told something last, or answered as a game.'),
    status: z.unknown().optional().describe('What it told of itself.'),
    links: z.object({ self: z.string(), logs: z.string(), drain: z.string() }),
  })
  .meta({ id: 'Server' });
