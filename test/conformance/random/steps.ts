import * as df from 'durable-functions';
import fc from 'fast-check';

/** A task of which several can be awaited at once. */
export type Branch =
  | { kind: 'activity'; value: number }
  | { kind: 'retried'; failures: number }
  | { kind: 'timer'; seconds: number }
  | { kind: 'add'; entity: string; amount: number }
  | { kind: 'child'; steps: Step[] }
  | { kind: 'loop'; rounds: number };

/** One yield of a program, and what it adds to the result. */
export type Step =
  | Branch
  | { kind: 'fails' }
  | { kind: 'signal'; entity: string; amount: number }
  | { kind: 'event'; name: string }
  | { kind: 'race'; winner: 'event' | 'timer' }
  | { kind: 'all'; branches: Branch[] }
  | { kind: 'locked'; entity: string; amount: number };

export type Program = { steps: Step[] };

const entity = fc.constantFrom('x', 'y');
const amount = fc.integer({ min: 1, max: 9 });

const tied = fc.letrec<{ step: Step; branch: Branch; program: Step[] }>((tie) => ({
  branch: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record({ kind: fc.constant('activity' as const), value: fc.integer({ min: 0, max: 99 }) }),
    fc.record({ kind: fc.constant('retried' as const), failures: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ kind: fc.constant('timer' as const), seconds: fc.integer({ min: 0, max: 900_000 }) }),
    fc.record({ kind: fc.constant('add' as const), entity, amount }),
    fc.record({ kind: fc.constant('loop' as const), rounds: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('child' as const), steps: tie('program') }),
  ),
  step: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    tie('branch'),
    fc.constant({ kind: 'fails' as const }),
    fc.record({ kind: fc.constant('signal' as const), entity, amount }),
    fc.record({ kind: fc.constant('event' as const), name: fc.constantFrom('A', 'B') }),
    fc.record({
      kind: fc.constant('race' as const),
      winner: fc.constantFrom('event' as const, 'timer' as const),
    }),
    fc.record({ kind: fc.constant('locked' as const), entity, amount }),
    fc.record({
      kind: fc.constant('all' as const),
      branches: fc.array(tie('branch'), { minLength: 1, maxLength: 4 }),
    }),
  ),
  program: fc.array(tie('step'), { minLength: 1, maxLength: 4 }),
}));

/** Programs of activities, timers, events, entities, children and all of these at once. */
export const program: fc.Arbitrary<Program> = fc
  .array(tied.step, { minLength: 1, maxLength: 8 })
  .map((steps) => ({ steps }));

/** The entity of an instance alone, so that no order between instances matters. */
export function entityOf(instanceId: string, name: string): df.EntityId {
  return new df.EntityId('Sum', `${instanceId}-${name}`);
}
