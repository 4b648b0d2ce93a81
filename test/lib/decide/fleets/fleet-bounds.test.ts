import { describe, expect, test } from 'vitest';
import type { FleetMemory, ObservedServer, StrayGroup } from '../../../../contract/fleets.ts';
import { crashBreaker } from '../../../../lib/decide/fleets/crash-breaker.ts';
import { monthSpending } from '../../../../lib/decide/fleets/month-spending.ts';
import { regionShortages, regionsFor } from '../../../../lib/decide/fleets/region-shortages.ts';
import { strayGroups } from '../../../../lib/decide/fleets/stray-groups.ts';
import { aFleet } from '../../../support/a-fleet.ts';
import { after } from '../../../support/a-server.ts';
import { anObservedServer } from '../../../support/an-observation.ts';

const version = aFleet().version;
const failed = (number: number, more: Partial<ObservedServer> = {}): ObservedServer =>
  anObservedServer(number, {
    state: 'failed',
    since: { creating: after(0) },
    message: `it was ${number}`,
    ...more,
  });

describe('the breaker', () => {
  const rules = { version, limit: 2, now: after(600) };

  test('opens when so many of one version failed in a row, and stays open until another one comes', () => {
    const once = crashBreaker({}, [failed(1)], rules);
    expect(once).toEqual({
      crashes: { version, count: 1, message: 'it was 1', last: 1, servers: ['arena-1'] },
    });
    const twice = crashBreaker(once, [failed(1), failed(2)], rules);
    expect(twice).toMatchObject({ crashes: { count: 2, message: 'it was 2' }, brokenSince: after(600) });
    const later = { ...rules, now: after(900) };
    expect(crashBreaker(twice, [], later)).toMatchObject({ crashes: { count: 2 }, brokenSince: after(600) });
    expect(crashBreaker(twice, [failed(1)], { ...later, version: 'v2' })).toEqual({});
  });

  test('counts each server once, however often it is seen', () => {
    const once = crashBreaker({}, [failed(1)], rules);
    expect(crashBreaker(once, [failed(1)], rules)).toEqual(once);
  });

  test('begins anew after a server that could take sessions, and not for an older one', () => {
    const once = crashBreaker({}, [failed(2)], rules);
    expect(crashBreaker(once, [anObservedServer(1), failed(2), failed(3)], rules).crashes?.count).toBe(2);
    expect(crashBreaker(once, [failed(2), anObservedServer(3)], rules).crashes?.count).toBe(0);
    expect(crashBreaker(once, [failed(2), anObservedServer(3), failed(4)], rules).crashes?.count).toBe(1);
  });

  test.each(['capacity', 'quota', 'vanished', 'killedByPlatform', 'unavailable'] as const)(
    'does not count what Azure is to blame for: %s',
    (failure) => {
      expect(crashBreaker({}, [failed(1, { failure }), failed(2, { failure })], rules)).toEqual({});
    },
  );

  test('does not count a server that ended after it could take sessions', () => {
    expect(crashBreaker({}, [failed(1, { since: { ready: after(1) } })], rules)).toEqual({});
  });

  test('that was closed by hand does not count the same failures again', () => {
    const { crashes } = crashBreaker({}, [failed(1), failed(2)], rules);
    const closed = { crashes: { ...crashes, count: 0 } } as Pick<FleetMemory, 'crashes'>;
    expect(crashBreaker(closed, [failed(1), failed(2), failed(3)], rules)).toMatchObject({
      crashes: { count: 1 },
    });
  });
});

describe('what a fleet has spent', () => {
  const prices = { vcpuHour: 0.05, memoryGbHour: 0.01, currency: 'USD' };
  const fleet = aFleet('arena', {
    spec: {
      containers: [
        { name: 'main', image: 'a:1', cpu: 2, memoryGb: 5, ports: [{ port: 1, protocol: 'UDP' }] },
      ],
    },
  });
  /** 2 vCPU and 5 GB. */
  const perHour = 0.15;
  const spend = (spent: FleetMemory['spent'], servers: ObservedServer[], now: string) =>
    monthSpending(spent, servers, fleet, prices, now);

  test('grows by the time of each group that is there, from its creation', () => {
    const young = anObservedServer(2, { since: { creating: after(1_800) } });
    const { group: _, ...none } = anObservedServer(3);
    const first = spend(undefined, [anObservedServer(1), young, none], after(3_600));
    expect(first).toEqual({ month: '2026-01', amount: 0.225, at: after(3_600) });
    expect(spend(first, [anObservedServer(1)], after(7_200)).amount).toBe(0.375);
  });

  test('begins anew with each month, also in the middle of a server', () => {
    const spent = { month: '2026-01', amount: 99, at: '2026-01-31T23:00:00.000Z' };
    expect(spend(spent, [anObservedServer(1)], '2026-02-01T01:00:00.000Z')).toEqual({
      ...{ month: '2026-02', amount: perHour, at: '2026-02-01T01:00:00.000Z' },
    });
  });
});

describe('regions', () => {
  const refused = (number: number, region: string): ObservedServer =>
    failed(number, { region, failure: 'quota' });
  const spec = (spread: object) =>
    aFleet('arena', {
      spec: {
        containers: [{ name: 'main', image: 'a:1', ports: [{ port: 1, protocol: 'UDP' }] }],
        regions: [{ region: 'north' }, { region: 'west' }],
      },
      spread,
    }).spec;
  const order = spec({ kind: 'order' });

  test('are used in their order', () => {
    expect(regionsFor(3, order, [], { shortages: {}, now: after(0) })).toEqual(['north', 'north', 'north']);
  });

  test('share servers by their weights', () => {
    const weights = spec({ kind: 'weights', weights: { north: 1, west: 2 } });
    expect(regionsFor(3, weights, [], { shortages: {}, now: after(0) })).toEqual(['west', 'north', 'west']);
    expect(regionsFor(1, weights, [{ region: 'west' }], { shortages: {}, now: after(0) })).toEqual(['north']);
  });

  test('without room pause, longer each time, and are tried again', () => {
    const once = regionShortages({}, [refused(1, 'north')], after(0));
    expect(once).toEqual({ north: { until: after(30), count: 1, servers: ['arena-1'] } });
    expect(regionShortages(once, [refused(1, 'north')], after(10))).toEqual(once);
    expect(regionsFor(1, order, [], { shortages: once, now: after(29) })).toEqual(['west']);
    expect(regionsFor(1, order, [], { shortages: once, now: after(30) })).toEqual(['north']);
    const twice = regionShortages(once, [refused(2, 'north')], after(40));
    expect(twice).toEqual({ north: { until: after(100), count: 2, servers: ['arena-2'] } });
  });

  test('have room again when a server runs there, or after an hour', () => {
    const shortages = { north: { until: after(30), count: 5, servers: [] } };
    const runs = (second: number) => [anObservedServer(1, { region: 'north', runningAt: after(second) })];
    expect(regionShortages(shortages, runs(20), after(90))).toEqual(shortages);
    expect(regionShortages(shortages, runs(60), after(90))).toEqual({});
    expect(regionShortages(shortages, [], after(3_700))).toEqual({});
  });
});

describe('a group without a row', () => {
  const stray = (provisioningState: string, more: Partial<StrayGroup> = {}): StrayGroup => ({
    ...{ name: 'arena-7', number: 7, region: 'west', provisioningState },
    ...more,
  });
  test.each<[title: string, group: StrayGroup, seen: string[], adopted: boolean, removed: boolean]>([
    ['is left alone when it is seen for the first time', stray('Succeeded'), [], false, false],
    ['is adopted when it runs', stray('Succeeded'), ['arena-7'], true, false],
    ['is adopted when it is being made', stray('Creating'), ['arena-7'], true, false],
    ['goes when it has failed', stray('Failed'), ['arena-7'], false, true],
    [
      'goes when its containers ended',
      stray('Succeeded', { ended: 'exit code 1' }),
      ['arena-7'],
      false,
      true,
    ],
  ])('%s', (_title, group, seen, adopted, removed) => {
    expect(strayGroups([group], seen)).toEqual({
      adopt: adopted ? [group] : [],
      remove: removed ? ['arena-7'] : [],
    });
  });
});
