import fc from 'fast-check';
import type { PuppetOrder } from '../app/puppet.ts';
import { calm, fair, sealed, settled, uninterrupted } from './lawful.ts';
import type { Branch, Loser, Program, Step } from './program.ts';
import { bigValue, oddValue, plainValue } from './values.ts';

const amount = fc.integer({ min: 1, max: 9 });
const entity = fc.constantFrom('x', 'y', 'Größe 日本 😀');
const eventName = fc.constantFrom('A', 'B', 'Größe 日本', 'a'.repeat(100));
/** Of ids that are given: what only the engine sees may hold any letter. */
const idEnd = fc.constantFrom('', '', ' ü 日本 😀', `-${'long'.repeat(30)}`);
const failures = fc.constantFrom(0, 1, 2, 2, 99);
const loser = fc.constantFrom<Loser[]>('event', 'timer', 'all', 'any');
const errorText = fc.constantFrom('on purpose', 'ünusual "text" \\ 日本');

export type ProgramOptions = {
  /** Values beside which a plain reading falls short: what the real extension makes of them is what counts. */
  odd: boolean;
};

/**
 * Programs of activities, timers, events, entities, children, groups of all of these, and of what somebody outside does.
 * None of them races: each has one result.
 */
export function programs({ odd }: ProgramOptions): fc.Arbitrary<Program> {
  /** A custom status is not to be large. */
  const small = odd ? fc.oneof(oddValue, plainValue) : plainValue;
  const value = fc.oneof({ weight: 30, arbitrary: small }, { weight: 1, arbitrary: bigValue });
  const { step } = fc.letrec<{ step: Step; branch: Branch; steps: Step[] }>((tie) => {
    const pick = fc.constant;
    return {
      branch: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        fc.record({ kind: pick('activity' as const), value: fc.integer({ min: 0, max: 99 }) }),
        fc.record({
          kind: pick('echo' as const),
          via: fc.constantFrom('activity' as const, 'child' as const, 'entity' as const),
          value: odd ? fc.option(value, { freq: 15, nil: undefined }) : value,
        }),
        fc.record({ kind: pick('retried' as const), failures }),
        fc.record({ kind: pick('timer' as const), units: fc.integer({ min: 0, max: 9 }) }),
        fc.record({ kind: pick('add' as const), entity, amount }),
        fc.record({
          kind: pick('loop' as const),
          rounds: fc.integer({ min: 1, max: 4 }),
          carries: fc.boolean(),
        }),
        fc.record({
          kind: pick('fails' as const),
          how: fc.constantFrom('activity' as const, 'child' as const, 'entity' as const),
        }),
        childOf(tie('steps')),
        fc
          .array(tie('branch'), { minLength: 1, maxLength: 4 })
          .map((branches) => ({ kind: 'all' as const, branches: calm(branches) })),
        fc
          .record({
            kind: pick('any' as const),
            winner: tie('branch'),
            place: fc.integer({ min: 0, max: 2 }),
            losers: fc.array(loser, { maxLength: 3 }),
          })
          .map(fair),
      ),
      step: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        { weight: 8, arbitrary: tie('branch') },
        { weight: 1, arbitrary: fc.record({ kind: pick('signal' as const), entity, amount }) },
        { weight: 2, arbitrary: fc.record({ kind: pick('event' as const), name: eventName, value }) },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: pick('race' as const),
            winner: fc.constantFrom('event' as const, 'timer' as const),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: pick('locked' as const),
            entities: fc.uniqueArray(entity, { minLength: 1, maxLength: 3 }),
            amount,
            works: fc.boolean(),
          }),
        },
        { weight: 1, arbitrary: fc.record({ kind: pick('cancelled' as const), works: fc.boolean() }) },
        { weight: 1, arbitrary: fc.record({ kind: pick('status' as const), value: small }) },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: pick('pause' as const),
            outside: fc.constantFrom('nothing' as const, 'suspends' as const),
          }),
        },
        { weight: 1, arbitrary: fc.constant({ kind: 'renew' as const }) },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: pick('ahead' as const),
            task: tie('branch'),
            meanwhile: tie('steps').map(uninterrupted),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: pick('again' as const),
            steps: tie('steps').map(sealed),
            times: fc.integer({ min: 2, max: 3 }),
          }),
        },
        ...(odd ? [{ weight: 3, arbitrary: puppet }] : []),
      ),
      steps: fc.array(tie('step'), { minLength: 1, maxLength: 4 }).map(settled),
    };
  });
  const topStep = fc.oneof(
    { weight: 20, arbitrary: step },
    { weight: 1, arbitrary: fc.constant({ kind: 'sleep' as const }) },
  );
  return fc
    .record({ steps: fc.array(topStep, { minLength: 1, maxLength: 8 }), end: ending })
    .map(({ steps, end }) => {
      const whole = [...steps, ...(end === 'terminates' ? [{ kind: 'pause' as const, outside: end }] : [])];
      return { steps: settled(whole), ...(typeof end === 'object' && end) };
    });
}

const order: fc.Arbitrary<PuppetOrder> = fc.oneof(
  fc.record({ set: oddValue }),
  fc.constantFrom<PuppetOrder[]>({ unset: true }, { read: true }, { who: true }, { input: true }),
  fc.constantFrom<PuppetOrder[]>({ destruct: true }, { throws: 'on purpose' }, { initial: { n: 1 } }),
  fc.record({ returns: oddValue }),
);
const puppet: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('puppet' as const),
  key: fc.constantFrom('p', 'q'),
  how: fc.constantFrom('call' as const, 'call' as const, 'signal' as const),
  orders: fc.array(order, { maxLength: 4 }),
});

/** Most come to their end. */
const ending = fc.oneof(
  { weight: 6, arbitrary: fc.constant('returns' as const) },
  { weight: 1, arbitrary: fc.constant('terminates' as const) },
  { weight: 1, arbitrary: fc.record({ throws: errorText }) },
  {
    weight: 1,
    arbitrary: fc.record({
      uncaught: fc.constantFrom<Branch[]>(
        { kind: 'fails', how: 'activity' },
        { kind: 'fails', how: 'child' },
        { kind: 'fails', how: 'entity' },
        { kind: 'retried', failures: 99 },
        {
          kind: 'all',
          branches: [
            { kind: 'activity', value: 1 },
            { kind: 'fails', how: 'activity' },
          ],
        },
      ),
    }),
  },
);

function childOf(steps: fc.Arbitrary<Step[]>): fc.Arbitrary<Branch> {
  return fc
    .record({
      kind: fc.constant('child' as const),
      steps,
      throws: fc.option(errorText, { freq: 5, nil: undefined }),
      idEnd: fc.option(idEnd, { nil: undefined }),
      failures: fc.option(failures, { nil: undefined }),
    })
    .map(({ kind, steps, throws, idEnd, failures }) => {
      // Those outside send a child its events once; one that fails at first would come back to wait for more.
      const isReached = idEnd === '' && failures === undefined;
      return {
        kind,
        steps: isReached ? steps : sealed(steps),
        ...(throws !== undefined && { throws }),
        ...(idEnd !== undefined && { idEnd }),
        ...(failures !== undefined && { failures }),
      };
    });
}
