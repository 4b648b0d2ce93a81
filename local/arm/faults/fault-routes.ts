import { Hono } from 'hono';
import { z } from 'zod';
import { ArmError } from '../server/arm-error.ts';
import { readJson } from '../server/read-json.ts';
import type { Fault } from './fault.ts';
import type { Faults } from './faults.ts';

const common = { target: z.string().optional(), times: z.int().positive().optional() };
const seconds = z.number().nonnegative();
const plain = [
  'inaccessibleImage',
  'registryError',
  'quotaReached',
  'stuckProvisioning',
  'restartDespiteNever',
  'missingInstanceView',
  'missingEvents',
  'runningAfterTermination',
  'serverError',
  'lostAnswer',
  'purgeFailure',
] as const;

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(plain), ...common }),
  z.strictObject({
    kind: z.enum(['insufficientCapacity', 'serviceUnavailable']),
    location: z.string().optional(),
    ...common,
  }),
  z.strictObject({
    kind: z.enum(['transitioning', 'slowStart', 'slowPurge', 'identityNotReady']),
    seconds,
    ...common,
  }),
  z.strictObject({
    kind: z.literal('platformKill'),
    exitCode: z.union([z.literal(7147), z.literal(7148)]).optional(),
    afterSeconds: seconds.optional(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('pullFailure'),
    reason: z.enum(['absent', 'refused', 'throttled']).optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('outOfMemory'), afterSeconds: seconds.optional(), ...common }),
  z.strictObject({
    kind: z.literal('initFailure'),
    exitCode: z.int().min(1).max(255).optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('throttle'), retryAfterSeconds: seconds.optional(), ...common }),
]);

/** Faults by hand: `curl -d '{"kind":"throttle","target":"blog-*"}' http://127.0.0.1:PORT/_slipway/faults`. */
export function faultRoutes(faults: Faults): Hono {
  const routes = new Hono();
  routes.get('/_slipway/faults', (context) => context.json({ faults: faults.list() }));
  routes.post('/_slipway/faults', async (context) => {
    const parsed = fault.safeParse(await readJson(context));
    if (!parsed.success) throw new ArmError(400, 'InvalidFault', z.prettifyError(parsed.error));
    return context.json({ id: faults.add(parsed.data as Fault) }, 201);
  });
  routes.delete('/_slipway/faults', (context) => {
    faults.clear();
    return context.body(null, 204);
  });
  routes.delete('/_slipway/faults/:id', (context) => {
    if (faults.remove(context.req.param('id'))) return context.body(null, 204);
    throw new ArmError(404, 'FaultNotFound', `The fault '${context.req.param('id')}' is unknown or used up.`);
  });
  return routes;
}
