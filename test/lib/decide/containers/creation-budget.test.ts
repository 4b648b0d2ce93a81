import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CreationBudgetState, CreationClaim } from '../../../../contract/creation-budget.ts';
import {
  claimed,
  counted,
  needsCount,
  paused,
  released,
} from '../../../../lib/decide/containers/creation-budget.ts';

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;
const region = 'westeurope';

function aClaim(group: string, overrides: Partial<CreationClaim> = {}): CreationClaim {
  return {
    group,
    runId: `run-${group}`,
    region,
    cores: 1,
    priority: 'production',
    share: group,
    since: new Date(start).toISOString(),
    lifeSeconds: 7_200,
    ...overrides,
  };
}

/** A budget that is asked one thing after the other, with the answers by group. */
class Budget {
  state: CreationBudgetState = { tickets: [], creations: [], regions: {} };
  nowMs = start;
  /** Groups that were let in without asking again, in order. */
  readonly woken: string[] = [];
  readonly maxGroups: number;
  readonly rates: { per5Minutes: number; perHour: number };

  constructor({
    maxGroups = 100,
    groups = 1_000,
    cores = 1_000,
    usedByOthers = 0,
    rates = { per5Minutes: 100, perHour: 300 },
  } = {}) {
    this.maxGroups = maxGroups;
    this.rates = rates;
    const usage = { groups: { limit: groups, usedByOthers }, cores: { limit: cores, usedByOthers } };
    this.state = counted(this.state, region, usage, start);
  }

  claim(group: string, overrides: Partial<CreationClaim> = {}) {
    const next = claimed(this.state, aClaim(group, overrides), this);
    this.state = next.state;
    this.woken.push(...next.granted.map((each) => each.group));
    return next.answer;
  }

  release(...groups: string[]): string[] {
    const next = released(this.state, groups, this);
    this.state = next.state;
    return next.granted.map((each) => each.group);
  }

  get holding(): string[] {
    return this.state.tickets.filter(({ state }) => state === 'holding').map(({ group }) => group);
  }
}

describe('the creation budget', () => {
  test('lets in as many as there is room for, and the rest waits behind them', () => {
    const budget = new Budget({ groups: 2 });
    expect(['a', 'b', 'c', 'd'].map((group) => budget.claim(group).kind)).toEqual([
      'granted',
      'granted',
      'queued',
      'queued',
    ]);
    expect(budget.claim('d')).toEqual({
      kind: 'queued',
      ahead: 1,
      room: '2 of 2 container groups and 2 of 1000 cores of "westeurope" are in use',
    });
  });

  test('gives the room of one that is gone to the one who waits longest, and names it to be woken', () => {
    const budget = new Budget({ groups: 1 });
    for (const group of ['a', 'b', 'c']) budget.claim(group);
    expect(budget.release('a')).toEqual(['b']);
    expect(budget.claim('b').kind).toBe('granted');
    expect(budget.release('a')).toEqual([]);
  });

  test('counts a group once, however often its run asks', () => {
    const budget = new Budget({ groups: 2 });
    for (let time = 0; time < 5; time++) expect(budget.claim('a').kind).toBe('granted');
    expect(budget.claim('b').kind).toBe('granted');
    expect(budget.state.creations).toHaveLength(2);
  });

  test('changes nothing for one that asks again and has to wait on, so that nothing is written', () => {
    const budget = new Budget({ groups: 1 });
    budget.claim('a');
    budget.claim('b');
    const before = budget.state;
    budget.claim('b');
    expect(budget.state).toBe(before);
  });

  test('takes a run that gives up off the queue', () => {
    const budget = new Budget({ groups: 1 });
    for (const group of ['a', 'b', 'c']) budget.claim(group);
    budget.release('b');
    expect(budget.release('a')).toEqual(['c']);
  });

  test('serves production first', () => {
    const budget = new Budget({ groups: 1 });
    budget.claim('a');
    budget.claim('job', { priority: 'other' });
    budget.claim('site', { since: new Date(start + minute).toISOString() });
    expect(budget.release('a')).toEqual(['site']);
  });

  test('serves whoever holds least before who came first', () => {
    const budget = new Budget({ groups: 2 });
    budget.claim('blog-1', { share: 'blog' });
    budget.claim('other', { share: 'other' });
    budget.claim('blog-2', { share: 'blog' });
    budget.claim('shop-1', { share: 'shop', since: new Date(start + minute).toISOString() });
    expect(budget.release('other')).toEqual(['shop-1']);
  });

  test('keeps the place of a run that asks for another group', () => {
    const budget = new Budget({ groups: 1 });
    budget.claim('a');
    budget.claim('late', { since: new Date(start + 2 * minute).toISOString() });
    budget.claim('again-2', { since: new Date(start + minute).toISOString() });
    expect(budget.release('a')).toEqual(['again-2']);
  });

  test('counts cores, and lets no small group overtake a large one of its region', () => {
    const budget = new Budget({ cores: 4 });
    budget.claim('a', { cores: 3 });
    expect(budget.claim('large', { cores: 4 }).kind).toBe('queued');
    expect(budget.claim('small', { cores: 1 }).kind).toBe('queued');
    expect(budget.release('a')).toEqual(['large']);
    expect(budget.release('large')).toEqual(['small']);
  });

  test('lets a full region hold up no other', () => {
    const budget = new Budget({ groups: 1 });
    budget.claim('a');
    budget.claim('b');
    expect(budget.claim('north', { region: 'northeurope' }).kind).toBe('granted');
  });

  test('refuses at once what could never fit', () => {
    const budget = new Budget({ cores: 10 });
    expect(budget.claim('huge', { cores: 16 })).toMatchObject({
      kind: 'impossible',
      message: expect.stringMatching(/16 cores.*"westeurope" is 10/),
    });
    expect(budget.state.tickets).toEqual([]);
  });

  test('leaves to others what they use', () => {
    const budget = new Budget({ groups: 10, usedByOthers: 8 });
    for (const group of ['a', 'b', 'c']) budget.claim(group);
    expect(budget.holding).toEqual(['a', 'b']);
    expect(budget.claim('c')).toMatchObject({ room: expect.stringContaining('10 of 10 container groups') });
  });

  test('keeps its own limit on its own groups, whatever others use', () => {
    const budget = new Budget({ maxGroups: 2, usedByOthers: 50 });
    for (const group of ['a', 'b', 'c']) budget.claim(group);
    expect(budget.holding).toEqual(['a', 'b']);
  });

  test('knows only its own limit where a region does not tell', () => {
    const budget = new Budget({ maxGroups: 2 });
    budget.state = counted(budget.state, region, undefined, start);
    for (const group of ['a', 'b', 'c']) budget.claim(group, { cores: 500 });
    expect(budget.holding).toEqual(['a', 'b']);
    expect(budget.claim('c')).toMatchObject({
      room: '2 of 2 container groups of "westeurope" are in use',
    });
  });

  test('stays within 100 creates in five minutes and 300 in an hour', () => {
    const budget = new Budget({ maxGroups: 1_000 });
    for (let n = 0; n < 120; n++) budget.claim(`g${n}`);
    expect(budget.holding).toHaveLength(100);
    budget.nowMs += 5 * minute;
    budget.claim('g119');
    expect(budget.holding).toHaveLength(120);
    for (let n = 120; n < 400; n++) budget.claim(`g${n}`);
    for (let round = 0; round < 6; round++) {
      budget.nowMs += 5 * minute;
      budget.claim('g399');
    }
    expect(budget.holding).toHaveLength(300);
    budget.nowMs = start + 60 * minute;
    budget.claim('g399');
    expect(budget.holding).toHaveLength(400);
  });

  test('says which rate is used up', () => {
    const budget = new Budget({ rates: { per5Minutes: 2, perHour: 6 } });
    for (const group of ['a', 'b']) budget.claim(group);
    expect(budget.claim('c')).toMatchObject({
      kind: 'queued',
      room: '2 container groups were created in the last five minutes, which is the limit',
    });
    for (const group of ['d', 'e', 'f', 'g']) {
      budget.nowMs += 5 * minute;
      budget.claim(group);
    }
    budget.nowMs += 5 * minute;
    expect(budget.claim('g')).toMatchObject({
      room: '6 container groups were created in the last hour, which is the limit',
    });
  });

  test('leaves a region alone for a while that has refused somebody, and counts it anew', () => {
    const budget = new Budget();
    budget.state = paused(budget.state, region, budget.nowMs);
    expect(needsCount(budget.state, region, budget.nowMs)).toBe(true);
    expect(budget.claim('a').kind).toBe('queued');
    budget.nowMs += 30_000;
    expect(budget.claim('a').kind).toBe('granted');
  });

  test('counts a region once a minute', () => {
    const { state } = new Budget();
    expect(needsCount(state, region, start + 59_999)).toBe(false);
    expect(needsCount(state, region, start + minute)).toBe(true);
    expect(needsCount(state, 'northeurope', start)).toBe(true);
  });

  test('forgets tickets whose time is over, should their runs have been lost', () => {
    const budget = new Budget({ groups: 1 });
    budget.claim('lost', { lifeSeconds: 60 });
    expect(budget.claim('b').kind).toBe('queued');
    budget.nowMs += minute;
    expect(budget.claim('b').kind).toBe('granted');
    expect(budget.holding).toEqual(['b']);
  });
});

describe('whatever is asked of the creation budget, in whatever order', () => {
  type Step = { kind: 'claim' | 'release'; group: number; cores: number; later: number };
  const steps = fc.array(
    fc.record<Step>({
      kind: fc.constantFrom('claim', 'claim', 'release'),
      group: fc.nat(30),
      cores: fc.integer({ min: 1, max: 4 }),
      later: fc.constantFrom(0, 1_000, 30_000),
    }),
    { maxLength: 120 },
  );

  test('nobody is let in beyond the quotas, and nobody waits while there is room for the next', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const budget = new Budget({ groups: 6, cores: 12 });
        for (const { kind, group, cores, later } of list) {
          budget.nowMs += later;
          if (kind === 'release') budget.release(`g${group}`);
          else budget.claim(`g${group}`, { cores, share: `site-${group % 5}` });
          const { tickets } = budget.state;
          const held = tickets.filter(({ state }) => state === 'holding');
          const used = held.reduce((sum, ticket) => sum + ticket.cores, 0);
          expect(held.length).toBeLessThanOrEqual(6);
          expect(used).toBeLessThanOrEqual(12);
          const waiting = tickets.filter(({ state }) => state === 'waiting');
          const largest = Math.max(...waiting.map((ticket) => ticket.cores));
          // Who is next may be a large one that the small ones wait for; the largest always tells.
          if (waiting.length > 0 && held.length < 6) expect(used + largest).toBeGreaterThan(12);
        }
      }),
    );
  });
});
