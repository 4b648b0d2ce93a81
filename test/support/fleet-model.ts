import { expect } from 'vitest';
import type {
  Fleet,
  FleetMemory,
  FleetPlan,
  LoadProfile,
  ObservedServer,
  Server,
  ServerDrain,
  StrayGroup,
} from '../../contract/fleets.ts';
import { chooseServer } from '../../lib/decide/fleets/choose-server.ts';
import { fleetPlan } from '../../lib/decide/fleets/fleet-plan.ts';
import { openState, serverTransition } from '../../lib/decide/fleets/server-transition.ts';
import { aFleet } from './a-fleet.ts';
import { startOfTime } from './a-server.ts';

const prices = { vcpuHour: 0.05, memoryGbHour: 0.005, currency: 'USD' };
/** Drains for these reasons never have a deadline, so they never take a player away. */
const gentle = ['scaleDown', 'outdated'];

type Row = Server & { worked: boolean };
type Act = Extract<FleetPlan, { kind: 'act' }>;

/** A fleet with rows, groups and runs that does what it is told, and checks each plan on the way. */
export class FleetModel {
  written: Record<string, unknown>;
  fleet: Fleet | undefined;
  memory: FleetMemory = { nextServer: 1, decisions: [], wishes: [] };
  profile: LoadProfile | undefined;
  readonly rows = new Map<string, Row>();
  readonly groups = new Map<string, StrayGroup>();
  waiting = 0;
  hasLeft = false;
  #nowMs = Date.parse(startOfTime);
  #made = 0;

  constructor(written: Record<string, unknown>) {
    this.written = written;
    this.fleet = aFleet('arena', written);
  }

  get now(): string {
    return new Date(this.#nowMs).toISOString();
  }

  define(changes: Record<string, unknown>): void {
    this.written = { ...this.written, ...changes };
    this.fleet = aFleet('arena', this.written);
  }

  /** One turn of the loop, so many seconds after the last. */
  look(seconds: number): void {
    this.#nowMs += seconds * 1_000;
    const plan = fleetPlan({
      ...(this.fleet ? { fleet: this.fleet } : {}),
      ...{ servers: this.#observed(), strays: this.#strays(), waiting: this.waiting },
      ...{ memory: this.memory, prices, now: this.now },
      ...(this.profile ? { profile: this.profile } : {}),
    });
    this.hasLeft = plan.kind === 'leave';
    if (plan.kind === 'leave') {
      expect([...this.rows.keys(), ...this.groups.keys()]).toEqual([]);
      return;
    }
    this.#check(plan);
    this.memory = JSON.parse(JSON.stringify(plan.memory)) as FleetMemory;
    this.profile = plan.profile ?? this.profile;
    this.#apply(plan);
  }

  /** A caller who stays where there is room, and else waits. */
  arrive(): void {
    const { version = '', spec } = this.fleet ?? {};
    const seats = [...this.rows.values()].map((row) => ({ ...row, sessions: row.allocated }));
    const rules = { version, sessionsPerServer: spec?.sessionsPerServer ?? 0 };
    const seat = this.memory.deleting ? undefined : chooseServer(seats, 1, rules);
    const row = seat && this.rows.get(seat.name);
    if (row) this.#count(row, 1);
    else this.waiting += 1;
  }

  leave(nth: number): void {
    const occupied = [...this.rows.values()].filter(({ allocated }) => allocated > 0);
    const row = occupied[nth % Math.max(occupied.length, 1)];
    if (row) this.#count(row, -1);
  }

  /** The nth start ends: its group runs, or it came to nothing. */
  endStart(nth: number, failure?: Server['failure']): void {
    const starts = [...this.rows.values()].filter(({ state, worked }) => state === 'creating' && worked);
    const row = starts[nth % Math.max(starts.length, 1)];
    if (!row) return;
    row.worked = false;
    const group = { name: row.name, number: row.number, region: row.region };
    this.groups.set(row.name, { ...group, provisioningState: 'Succeeded', ip: '10.0.0.1' });
    if (failure) {
      this.#enter(row, 'failed');
      row.failure = failure;
    } else {
      row.runningAt = this.now;
      this.#enter(row, 'ready');
      for (; this.waiting > 0 && row.allocated < (this.fleet?.spec.sessionsPerServer ?? 0); this.waiting--)
        this.#count(row, 1);
    }
  }

  /** Every drain that may end does: of servers that are empty, or whose time is over. */
  endDrains(): void {
    for (const row of this.rows.values()) {
      const isDue = row.drain?.deadline !== undefined && row.drain.deadline <= this.now;
      const mayGo = row.state === 'failed' || (row.state === 'draining' && (row.allocated === 0 || isDue));
      if (!mayGo || !row.worked) continue;
      if (row.state === 'draining' && row.allocated > 0) expect(gentle).not.toContain(row.drain?.reason);
      this.rows.delete(row.name);
      this.groups.delete(row.name);
    }
  }

  loseGroup(nth: number): void {
    this.groups.delete([...this.groups.keys()][nth % Math.max(this.groups.size, 1)] ?? '');
  }

  loseRow(nth: number): void {
    this.rows.delete([...this.rows.keys()][nth % Math.max(this.rows.size, 1)] ?? '');
  }

  loseRuns(): void {
    for (const row of this.rows.values()) row.worked = false;
  }

  ask(nth: number, drain: ServerDrain): void {
    const row = [...this.rows.values()][nth % Math.max(this.rows.size, 1)];
    if (!row || !['ready', 'allocated'].includes(row.state)) return;
    this.#enter(row, 'draining');
    Object.assign(row, { drain, worked: true });
  }

  #observed(): ObservedServer[] {
    return [...this.rows.values()].map((row) => {
      const group = this.groups.get(row.name);
      return { ...structuredClone(row), ...(group ? { group } : {}) };
    });
  }

  #strays(): StrayGroup[] {
    return [...this.groups.values()].filter(({ name }) => !this.rows.has(name));
  }

  #check({ changes, create, memory, adopt, remove, decision }: Act): void {
    expect(create.length).toBeLessThanOrEqual(20);
    expect(changes.filter(({ from, to }) => to === 'draining' && from !== to).length).toBeLessThanOrEqual(20);
    expect(new Set(changes.map(({ server }) => server)).size).toBe(changes.length);
    expect([...memory.decisions, ...memory.wishes].length).toBeLessThanOrEqual(140);
    expect(decision.reason).not.toBe('');
    for (const { number } of create) {
      expect(number).toBeGreaterThan(this.#made);
      this.#made = number;
    }
    for (const { server, to, drain } of changes) {
      const row = this.rows.get(server) as Row;
      expect(serverTransition(row, to, this.now).kind).toBe('legal');
      if (to === 'draining' && row.allocated > 0) expect(gentle).not.toContain(drain?.reason);
    }
    const spec = this.fleet?.spec;
    const { month, amount } = memory.spent ?? { month: '', amount: 0 };
    if (!spec || this.memory.deleting) expect(create).toEqual([]);
    else if (spec.monthlyBudget !== undefined && amount >= spec.monthlyBudget) {
      expect(month).toBe(this.now.slice(0, 7));
      expect(create).toEqual([]);
    }
    const strays = this.#strays().map(({ name }) => name);
    for (const name of [...adopt.map((group) => group.name), ...remove]) expect(strays).toContain(name);
  }

  #apply({ changes, create, resume, adopt, remove }: Act): void {
    for (const { server, to, drain, failure } of changes) {
      const row = this.rows.get(server) as Row;
      this.#enter(row, to);
      Object.assign(row, drain ? { drain } : {}, failure ? { failure } : {});
      row.worked = to === 'draining' || to === 'failed';
    }
    for (const { server } of resume) (this.rows.get(server) as Row).worked = true;
    for (const { number, region } of create) this.#add(number, region, this.fleet?.version ?? '');
    for (const { number, region } of adopt) this.#add(number, region, 'adopted');
    for (const name of remove) this.groups.delete(name);
    const open = [...this.rows.values()].filter(({ state }) => ['ready', 'allocated'].includes(state));
    const coming = [...this.rows.values()].filter(({ state }) => state === 'creating');
    if (!this.fleet || this.memory.deleting) return;
    const { min, max } = this.fleet.spec;
    if (create.length > 0) expect(open.length + coming.length).toBeLessThanOrEqual(max + Math.ceil(max / 4));
    if (changes.some(({ drain }) => drain?.reason === 'scaleDown'))
      expect(open.length).toBeGreaterThanOrEqual(min);
  }

  #add(number: number, region: string, version: string): void {
    const name = `arena-${number}`;
    this.rows.set(name, {
      ...{ name, fleet: 'arena', number, version, region, ports: [], allocated: 0, worked: true },
      ...{ state: 'creating', since: { creating: this.now } },
    });
    if (!this.groups.has(name))
      this.groups.set(name, { name, number, region, provisioningState: 'Creating' });
  }

  #enter(row: Row, state: Server['state']): void {
    const moved = serverTransition(row, state, this.now);
    if (moved.kind === 'illegal') throw new Error(moved.message);
    Object.assign(row, moved.server);
  }

  #count(row: Row, change: 1 | -1): void {
    row.allocated += change;
    if (row.state === 'ready' || row.state === 'allocated') this.#enter(row, openState(row.allocated));
  }
}
