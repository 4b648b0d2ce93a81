import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FleetModel } from '../../../support/fleet-model.ts';

const nth = fc.nat({ max: 9 });
const policy = fc.constantFrom(
  { kind: 'buffer', sessions: '20%' },
  { kind: 'servers', empty: 1 },
  { kind: 'thresholds' },
  { kind: 'forecast' },
  { kind: 'fixed', servers: 2 },
  {
    kind: 'chain',
    policies: [
      {
        kind: 'schedule',
        windows: [{ cron: '0 1 * * *', minutes: 60, policy: { kind: 'fixed', servers: 3 } }],
      },
    ],
  },
);
const size = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 4 }))
  .map(([min, more]) => ({ min, max: Math.max(min + more, 1) }));
const image = fc.constantFrom('demo/server:1', 'demo/server:2', 'demo/server:3');

function specOf(name: string): Record<string, unknown> {
  return { containers: [{ name: 'main', image: name, ports: [{ port: 7_777, protocol: 'UDP' }] }] };
}

/** What may happen to a fleet between two looks, and the looks. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(1, 2, 15, 60, 400, 4_000)
      .map((seconds) => (model: FleetModel) => model.look(seconds)),
  },
  { weight: 4, arbitrary: fc.constant((model: FleetModel) => model.arrive()) },
  { weight: 4, arbitrary: nth.map((n) => (model: FleetModel) => model.leave(n)) },
  { weight: 4, arbitrary: nth.map((n) => (model: FleetModel) => model.endStart(n)) },
  {
    weight: 2,
    arbitrary: fc.tuple(nth, fc.constantFrom('failed', 'capacity', 'quota', 'stuckProvisioning')).map(
      ([n, failure]) =>
        (model: FleetModel) =>
          model.endStart(n, failure as 'failed'),
    ),
  },
  { weight: 3, arbitrary: fc.constant((model: FleetModel) => model.endDrains()) },
  { weight: 1, arbitrary: nth.map((n) => (model: FleetModel) => model.loseGroup(n)) },
  { weight: 1, arbitrary: nth.map((n) => (model: FleetModel) => model.loseRow(n)) },
  { weight: 1, arbitrary: fc.constant((model: FleetModel) => model.loseRuns()) },
  { weight: 1, arbitrary: policy.map((policy) => (model: FleetModel) => model.define({ policy })) },
  { weight: 1, arbitrary: size.map((bounds) => (model: FleetModel) => model.define(bounds)) },
  { weight: 1, arbitrary: image.map((name) => (model: FleetModel) => model.define({ spec: specOf(name) })) },
  {
    weight: 1,
    arbitrary: nth.map(
      (n) => (model: FleetModel) => model.ask(n, { reason: 'request', deadline: model.now }),
    ),
  },
);

const written = fc.record({
  policy,
  monthlyBudget: fc.constantFrom(undefined, 0.01, 0.2),
  maxLifetimeHours: fc.constantFrom(undefined, 1),
  surge: fc.constantFrom(0, '25%'),
  sessionsPerServer: fc.integer({ min: 1, max: 4 }),
});

/** Turns in which everything goes well. */
function settle(model: FleetModel, turns = 40): void {
  for (let turn = 0; turn < turns && !model.hasLeft; turn++) {
    for (let n = 0; n < 20; n++) model.endStart(0);
    model.endDrains();
    model.look(60);
  }
}

test('whatever happens, a fleet keeps its bounds, its budget, its players, and every group has an owner', () => {
  fc.assert(
    fc.property(written, size, fc.array(happening, { maxLength: 60 }), (fields, bounds, happenings) => {
      const model = new FleetModel({ ...fields, ...bounds });
      for (const happen of happenings) happen(model);
      model.define({ monthlyBudget: undefined, maxLifetimeHours: undefined });
      const { crashes, brokenSince, ...memory } = model.memory;
      model.memory = memory;
      settle(model);
      const { min = 0, max = 0 } = model.fleet?.spec ?? {};
      const rows = [...model.rows.values()];
      expect([...model.groups.keys()].sort()).toEqual(rows.map(({ name }) => name).sort());
      if (rows.length < max) expect(model.waiting).toBe(0);
      const open = rows.filter(({ state }) => state === 'ready' || state === 'allocated');
      expect(open.length).toBeGreaterThanOrEqual(min);
      const outdated = rows.filter(({ version }) => version !== model.fleet?.version);
      expect(outdated.filter(({ allocated }) => allocated === 0)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('whatever has happened, nothing is left of a fleet that is deleted, or whose definition is gone', () => {
  fc.assert(
    fc.property(
      written,
      size,
      fc.array(happening, { maxLength: 40 }),
      fc.boolean(),
      fc.boolean(),
      (...given) => {
        const [fields, bounds, happenings, isAsked, force] = given;
        const model = new FleetModel({ ...fields, ...bounds });
        for (const happen of happenings) happen(model);
        if (isAsked) model.memory = { ...model.memory, deleting: { requestedAt: model.now, force } };
        else model.fleet = undefined;
        settle(model, 80);
        expect(model.hasLeft).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
