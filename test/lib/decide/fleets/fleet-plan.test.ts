import { describe, expect, test } from 'vitest';
import type { FleetMemory, FleetObservation } from '../../../../contract/fleets.ts';
import { fleetLine } from '../../../../lib/decide/fleets/fleet-line.ts';
import { fleetPlan } from '../../../../lib/decide/fleets/fleet-plan.ts';
import { aFleet } from '../../../support/a-fleet.ts';
import { after } from '../../../support/a-server.ts';
import { anObservation, anObservedServer, planOf } from '../../../support/an-observation.ts';

const full = (number: number, more = {}) => anObservedServer(number, { allocated: 2, ...more });
/** For so long, fewer servers were wished for. */
const lowWish = [{ at: after(0), servers: 1 }];
const memory = (more: Partial<FleetMemory>) => more as FleetMemory;

/** What a plan does, in short. */
function doing(overrides: Partial<FleetObservation>): Record<string, unknown> {
  const { create, changes, resume, adopt, remove } = planOf(overrides);
  return {
    ...(create.length > 0 ? { create: create.map(({ number }) => number) } : {}),
    ...(changes.length > 0 ? { changes: changes.map(({ server, to }) => `${server} ${to}`) } : {}),
    ...(resume.length > 0 ? { resume: resume.map(({ server, work }) => `${work} ${server}`) } : {}),
    ...(adopt.length > 0 ? { adopt: adopt.map(({ name }) => name) } : {}),
    ...(remove.length > 0 ? { remove } : {}),
  };
}

describe('a fleet', () => {
  test('does nothing while it is as it should be', () => {
    expect(doing({})).toEqual({});
  });

  test('restores its least number of servers at once, whatever has to last', () => {
    const fleet = aFleet('arena', { min: 3, stabilisation: { upSeconds: 600 } });
    expect(doing({ fleet, servers: [] })).toEqual({ create: [10, 11, 12] });
  });

  test('starts several servers in one step, and no more than its most', () => {
    const fleet = aFleet('arena', { max: 4, policy: { kind: 'buffer', sessions: 20 } });
    expect(doing({ fleet })).toEqual({ create: [10, 11, 12] });
    expect(planOf({ fleet }).decision.reason).toBe('keeping 20 free, at most 4 servers');
    const ofOne = aFleet('arena', { max: 1, policy: { kind: 'buffer', sessions: 20 } });
    expect(planOf({ fleet: ofOne }).decision.reason).toBe('keeping 20 free, at most 1 server');
  });

  test('starts at most 20 in one turn, and looks again at once', () => {
    const fleet = aFleet('arena', { min: 50, max: 60 });
    const plan = planOf({ fleet, servers: [] });
    expect([plan.create.length, plan.nextLookSeconds]).toEqual([20, 2]);
  });

  test('starts a server for a caller that waits, from none, whatever its policy says', () => {
    const policy = { kind: 'fixed', servers: 0 };
    const fleet = aFleet('arena', { min: 0, policy, stabilisation: { upSeconds: 600 } });
    expect(doing({ fleet, servers: [], waiting: 1 })).toEqual({ create: [10] });
    expect(doing({ fleet, servers: [], waiting: 3 })).toEqual({ create: [10, 11] });
    expect(planOf({ fleet, servers: [], waiting: 3 }).decision.reason).toBe(
      'fixed at 0, more for those who wait',
    );
  });

  test('starts no second server for a caller whose server is on its way', () => {
    const fleet = aFleet('arena', { min: 0, policy: { kind: 'fixed', servers: 0 } });
    const coming = anObservedServer(1, { state: 'creating', worked: true, runningAt: undefined } as object);
    expect(doing({ fleet, servers: [coming], waiting: 2 })).toEqual({});
  });

  test('drains the oldest empty servers once fewer were wished for long enough', () => {
    const servers = [full(3), anObservedServer(2), anObservedServer(1)];
    const fleet = aFleet('arena', { policy: { kind: 'fixed', servers: 1 } });
    expect(doing({ fleet, servers })).toEqual({});
    expect(doing({ fleet, servers, memory: memory({ wishes: lowWish }) })).toEqual({
      changes: ['arena-1 draining', 'arena-2 draining'],
    });
  });

  test('never drains a server with sessions for want of others, promised or told', () => {
    const told = anObservedServer(2, { state: 'allocated', beat: { at: after(1), sessions: 1 } });
    const fleet = aFleet('arena', { policy: { kind: 'fixed', servers: 0 }, min: 0 });
    expect(
      doing({ fleet, servers: [full(1), told], memory: memory({ wishes: [{ at: after(0), servers: 0 }] }) }),
    ).toEqual({});
  });

  test('takes back a server that drains before it makes a new one, unless that leaves', () => {
    const draining = { state: 'draining', worked: true, drain: { reason: 'scaleDown' } } as const;
    const leaving = { ...draining, drain: { reason: 'scaleDown', leavingAt: after(599) } } as const;
    const asked = { ...draining, drain: { reason: 'request' } } as const;
    const fleet = aFleet('arena', { min: 3 });
    const servers = [
      full(1),
      anObservedServer(2, draining),
      anObservedServer(3, leaving),
      anObservedServer(4, asked),
    ];
    expect(doing({ fleet, servers })).toEqual({ changes: ['arena-2 ready'], create: [10] });
    expect(planOf({ fleet, servers }).decision.reason).toContain('1 reclaimed');
  });

  test('replaces servers of an older version, one more at a time, the empty ones first', () => {
    const fleet = aFleet('arena', { min: 2, max: 2, surge: 1, policy: { kind: 'fixed', servers: 2 } });
    const old = { version: 'before' };
    const all = [full(1, old), anObservedServer(2, old)];
    expect(doing({ fleet, servers: all })).toEqual({ create: [10] });
    expect(doing({ fleet, servers: [...all, anObservedServer(3)] })).toEqual({
      changes: ['arena-2 draining'],
    });
    expect(doing({ fleet, servers: [full(1, old), anObservedServer(3)] })).toEqual({ create: [10] });
    expect(doing({ fleet, servers: [full(1, old), anObservedServer(3), anObservedServer(4)] })).toEqual({});
  });

  test('replaces in place where no server may be added', () => {
    const fleet = aFleet('arena', { min: 2, max: 2, surge: 0, policy: { kind: 'fixed', servers: 2 } });
    const old = { version: 'before' };
    expect(doing({ fleet, servers: [full(1, old), anObservedServer(2, old)] })).toEqual({
      changes: ['arena-2 draining'],
    });
    expect(doing({ fleet, servers: [full(1, old)] })).toEqual({ create: [10] });
  });

  test('drains a server whose lifetime is over with a deadline, once another has taken its place', () => {
    const fleet = aFleet('arena', { maxLifetimeHours: 1, max: 2 });
    const now = after(3_600);
    const old = full(1);
    const young = { since: { creating: after(3_000), ready: after(3_100) } };
    const at = { now, memory: memory({ lookedAt: after(3_590) }) };
    expect(doing({ fleet, servers: [old], ...at })).toEqual({ create: [10, 11] });
    const { changes } = planOf({
      fleet,
      servers: [old, anObservedServer(2, young), anObservedServer(3, young)],
      ...at,
    });
    expect(changes).toEqual([
      {
        server: 'arena-1',
        from: 'allocated',
        to: 'draining',
        drain: { reason: 'lifetime', deadline: after(7_200) },
      },
    ]);
  });

  test('replaces an unhealthy server at once, and lets it go when it is empty or had its time', () => {
    const health = { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 };
    const fleet = aFleet('arena', { health });
    const ill = { state: 'unhealthy', since: { creating: after(0), unhealthy: after(500) } } as const;
    expect(doing({ fleet, servers: [full(1, ill)] })).toEqual({ create: [10] });
    expect(doing({ fleet, servers: [anObservedServer(1, ill)] })).toEqual({
      changes: ['arena-1 draining'],
      create: [10],
    });
    const at = { now: after(4_100), memory: memory({ lookedAt: after(4_090) }) };
    expect(doing({ fleet, servers: [full(1, ill)], ...at })).toEqual({
      changes: ['arena-1 draining'],
      create: [10],
    });
  });

  test('takes nobody for dead after it was away itself, until they had their time', () => {
    const health = { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 };
    const fleet = aFleet('arena', { health });
    const servers = [anObservedServer(1, { beat: { at: after(100) } })];
    const back = planOf({ fleet, servers, memory: memory({ lookedAt: after(400), awakeSince: after(0) }) });
    expect([back.changes, back.memory.awakeSince]).toEqual([[], after(600)]);
    expect(doing({ fleet, servers, now: after(615), memory: back.memory })).toEqual({});
    expect(doing({ fleet, servers, now: after(616), memory: back.memory })).toEqual({
      ...{ changes: ['arena-1 draining'], create: [10] },
    });
  });

  test('keeps a silent server that told of players as long as players may stay', () => {
    const health = { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 };
    const fleet = aFleet('arena', { health, drain: { deadlineMinutes: 10 } });
    const since = { creating: after(0), unhealthy: after(1_000) };
    const beat = { at: after(985), sessions: 1 };
    const playing = anObservedServer(1, { state: 'allocated', beat });
    const ill = anObservedServer(1, { state: 'unhealthy', since, beat });
    const at = (second: number) => ({ now: after(second), memory: memory({ lookedAt: after(second - 10) }) });
    expect(doing({ fleet, servers: [playing], ...at(1_001) })).toMatchObject({
      changes: ['arena-1 unhealthy'],
    });
    expect(doing({ fleet, servers: [ill], ...at(1_599) })).toEqual({ create: [10] });
    expect(doing({ fleet, servers: [ill], ...at(1_600) })).toMatchObject({ changes: ['arena-1 draining'] });
  });

  test('gives an unhealthy server its whole time again after it was away itself', () => {
    const health = { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 };
    const fleet = aFleet('arena', { health });
    const ill = full(1, { state: 'unhealthy', since: { creating: after(0), unhealthy: after(500) } });
    const back = { now: after(90_000), memory: memory({ lookedAt: after(520) }) };
    expect(doing({ fleet, servers: [ill], ...back })).toEqual({ create: [10] });
  });

  test('takes what servers told before it was away itself for true, until they had time to tell again', () => {
    const health = { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 };
    const fleet = aFleet('arena', { health, min: 0, policy: { kind: 'fixed', servers: 0 } });
    const playing = anObservedServer(1, { state: 'allocated', beat: { at: after(100), sessions: 1 } });
    const wishes = [{ at: after(0), servers: 0 }];
    const back = { now: after(90_000), memory: memory({ lookedAt: after(110), wishes }) };
    expect(doing({ fleet, servers: [playing], ...back })).toEqual({});
  });

  test('takes an empty unhealthy server away without a deadline, which would cut off who just got a place', () => {
    const ill = anObservedServer(1, { state: 'unhealthy', since: { unhealthy: after(500) } });
    const health = { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 };
    const { changes } = planOf({ fleet: aFleet('arena', { health }), servers: [ill] });
    expect(changes).toMatchObject([{ to: 'draining', drain: { reason: 'unhealthy' } }]);
    expect(changes[0]?.drain).not.toHaveProperty('deadline');
  });

  test('counts a server that tells of more players than it has places as a full one', () => {
    const boasting = anObservedServer(1, { state: 'allocated', beat: { at: after(600), sessions: 1e15 } });
    const fleet = aFleet('arena', { max: 100, policy: { kind: 'buffer', sessions: 2 } });
    const plan = planOf({ fleet, servers: [boasting] });
    expect([plan.create.length, plan.decision.sessions]).toEqual([1, 2]);
  });

  test('replaces a server whose group is gone, and one whose start came to nothing', () => {
    expect(doing({ servers: [anObservedServer(1, { group: undefined } as object)] })).toEqual({
      ...{ changes: ['arena-1 failed'], create: [10] },
    });
    const failed = anObservedServer(1, { state: 'failed', failure: 'stuckProvisioning' });
    expect(doing({ servers: [failed] })).toEqual({ create: [10], resume: ['drain arena-1'] });
  });

  test('starts nothing more once too many failed in a row, and says so', () => {
    const fleet = aFleet('arena', { crashLimit: 2 });
    const failed = [1, 2].map((number) =>
      anObservedServer(number, {
        state: 'failed',
        since: { creating: after(0) },
        worked: true,
        message: 'exit code 1',
      }),
    );
    const plan = planOf({ fleet, servers: failed });
    expect(plan.create).toEqual([]);
    expect(plan.memory.brokenSince).toBe(after(600));
    expect(plan.decision.reason).toContain('no starts since 2 servers failed in a row: exit code 1');
  });

  test('starts nothing more once its budget is spent, and says so', () => {
    const fleet = aFleet('arena', { min: 2, monthlyBudget: 5 });
    const spent = (amount: number) => memory({ spent: { month: '2026-01', amount, at: after(600) } });
    const prices = { vcpuHour: 0.05, memoryGbHour: 0.005, currency: 'USD' };
    expect(doing({ fleet, prices, memory: spent(4.99) })).toEqual({ create: [10] });
    expect(doing({ fleet, prices, memory: spent(5) })).toEqual({});
    expect(planOf({ fleet, prices, memory: spent(5) }).decision.reason).toContain('5.00 of 5 are spent');
  });

  test('goes on to the next region when one has no room, and says so when none has', () => {
    const spec = {
      ...(aFleetSpec() as object),
      regions: [{ region: 'northeurope' }, { region: 'westeurope' }],
    };
    const fleet = aFleet('arena', { spec });
    const refused = (number: number, region: string) =>
      anObservedServer(number, { state: 'failed', failure: 'capacity', region, worked: true });
    const version = fleet.version;
    const plan = planOf({ fleet, servers: [{ ...refused(1, 'northeurope'), version }] });
    expect(plan.create).toEqual([{ number: 10, region: 'westeurope' }]);
    const none = planOf({ fleet, servers: [refused(1, 'northeurope'), refused(2, 'westeurope')] });
    expect(none.create).toEqual([]);
    expect(none.decision.reason).toContain('no room in northeurope, westeurope');
  });

  test('has starts and drains that were lost done again', () => {
    const servers = [
      anObservedServer(1, { state: 'creating', runningAt: undefined } as object),
      anObservedServer(2, { state: 'draining' }),
      anObservedServer(3, { state: 'draining', worked: true }),
      full(4),
    ];
    expect(doing({ servers })).toEqual({ resume: ['start arena-1', 'drain arena-2'] });
  });

  test('adopts a group without a row that it sees twice, removes one that has failed, and never uses their numbers', () => {
    const stray = { name: 'arena-77', number: 77, region: 'westeurope', provisioningState: 'Succeeded' };
    const failed = { ...stray, name: 'arena-78', number: 78, provisioningState: 'Failed' };
    const strays = [stray, failed];
    const first = planOf({ strays, servers: [] });
    expect([first.adopt, first.remove, first.create[0]?.number]).toEqual([[], [], 79]);
    expect(doing({ strays, memory: first.memory })).toEqual({ adopt: ['arena-77'], remove: ['arena-78'] });
  });

  test('notes a new address of a server, also of one that goes', () => {
    const server = anObservedServer(1, { group: { provisioningState: 'Succeeded', ip: '10.9.9.9' } });
    expect(planOf({ servers: [server] }).changes).toEqual([
      { server: 'arena-1', from: 'ready', to: 'ready', ip: '10.9.9.9' },
    ]);
  });

  test('keeps its decisions that changed something, the newest 40', () => {
    const fleet = aFleet('arena', { min: 2 });
    let { memory: kept } = planOf({ fleet });
    expect(kept.decisions).toHaveLength(1);
    ({ memory: kept } = planOf({
      fleet,
      servers: [anObservedServer(1), anObservedServer(10)],
      memory: kept,
    }));
    expect(kept.decisions).toHaveLength(1);
    for (let n = 0; n < 60; n++) ({ memory: kept } = planOf({ fleet, memory: kept }));
    expect(kept.decisions).toHaveLength(40);
  });

  test('says what it decided in one line, with its numbers, and nothing when it did nothing', () => {
    const fleet = aFleet('arena', { policy: { kind: 'buffer', sessions: 2 } });
    const { decision } = planOf({ fleet, servers: [full(1)], waiting: 1 });
    expect(fleetLine('arena', decision)).toBe(
      'fleet arena: 2 sessions on 1 of 3 servers, 1 waiting, starting 2, keeping 2 free',
    );
    expect(fleetLine('arena', planOf({}).decision)).toBeUndefined();
  });
});

describe('a fleet that is to go', () => {
  const deleting = (force: boolean) => memory({ deleting: { requestedAt: after(590), force } });

  test('drains all servers with a deadline, also those that come or drain already, and starts none', () => {
    const servers = [
      full(1),
      anObservedServer(2, { state: 'creating', worked: true }),
      anObservedServer(3, { state: 'draining', worked: true, drain: { reason: 'scaleDown' } }),
    ];
    const { changes, create } = planOf({ servers, memory: deleting(false), waiting: 3 });
    expect(create).toEqual([]);
    expect(changes.map(({ server, drain }) => [server, drain?.reason, drain?.deadline])).toEqual(
      [1, 2, 3].map((number) => [`arena-${number}`, 'fleetDeleted', after(4_190)]),
    );
  });

  test('goes at once when it is told so', () => {
    expect(planOf({ memory: deleting(true) }).changes[0]?.drain?.deadline).toBe(after(590));
    const late = { reason: 'fleetDeleted', deadline: after(4_190) } as const;
    const servers = [full(1, { state: 'draining', worked: true, drain: late })];
    expect(planOf({ servers, memory: deleting(false) }).changes).toEqual([]);
    expect(planOf({ servers, memory: deleting(true) }).changes[0]?.drain?.deadline).toBe(after(590));
  });

  test('drains servers without a definition, too, and asks only once', () => {
    const gone: FleetObservation = anObservation({ servers: [full(1)] });
    const { fleet: _, ...observation } = gone;
    const plan = fleetPlan(observation);
    expect(plan).toMatchObject({
      decision: { reason: `no definition any more, servers with sessions go by ${after(4_200)}` },
      changes: [{ server: 'arena-1', to: 'draining', drain: { deadline: after(4_200) } }],
    });
    const draining = full(1, {
      state: 'draining',
      worked: true,
      drain: { reason: 'fleetDeleted', deadline: after(4_200) },
    });
    expect(fleetPlan({ ...observation, servers: [draining], now: after(700) })).toMatchObject({
      changes: [],
    });
  });

  test('remembers the numbers of servers that it takes down, though its memory was lost', () => {
    const memory = { ...deleting(false), nextServer: 1 };
    expect(planOf({ servers: [full(4)], memory }).memory.nextServer).toBe(5);
    const stray = { name: 'arena-77', number: 77, region: 'westeurope', provisioningState: 'Succeeded' };
    expect(planOf({ servers: [full(4)], strays: [stray], memory }).memory.nextServer).toBe(78);
  });

  test('has groups without a row removed, and leaves when nothing is left', () => {
    const stray = { name: 'arena-77', number: 77, region: 'westeurope', provisioningState: 'Succeeded' };
    expect(doing({ servers: [], strays: [stray], memory: deleting(false) })).toEqual({
      remove: ['arena-77'],
    });
    expect(fleetPlan(anObservation({ servers: [], memory: deleting(false) }))).toEqual({ kind: 'leave' });
  });
});

function aFleetSpec(): unknown {
  return {
    containers: [{ name: 'main', image: 'demo/server:1', ports: [{ port: 7_777, protocol: 'UDP' }] }],
  };
}
