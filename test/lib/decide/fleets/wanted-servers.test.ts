import { describe, expect, test } from 'vitest';
import type { FleetPolicy } from '../../../../contract/fleets.ts';
import { type FleetLoad, wantedServers } from '../../../../lib/decide/fleets/wanted-servers.ts';

/** A Monday. */
const now = '2026-01-05T12:00:00.000Z';

function aLoad(overrides: Partial<FleetLoad> = {}): FleetLoad {
  return {
    ...{
      sessionsPerServer: 10,
      min: 1,
      max: 10,
      sessions: 0,
      waiting: 0,
      open: 2,
      occupied: 0,
      coming: 0,
      now,
    },
    ...overrides,
  };
}

const servers = (policy: FleetPolicy, load: Partial<FleetLoad>): number | undefined =>
  wantedServers(policy, aLoad(load))?.servers;

describe('the thresholds of Build 2018', () => {
  const thresholds = { kind: 'thresholds', scaleOut: 0.8, scaleIn: 0.6, cooldownMinutes: 10 } as const;
  test.each<[title: string, load: Partial<FleetLoad>, servers: number]>([
    ['keep what is used at exactly 80%', { sessions: 16 }, 2],
    ['want one more at the 17th session of two servers of ten', { sessions: 17 }, 3],
    ['count those who wait', { sessions: 16, waiting: 1 }, 3],
    ['want one more at a time, whatever the load', { sessions: 20, waiting: 40 }, 3],
    ['want none while one is being made', { sessions: 20, coming: 1 }, 3],
    ['want none beyond the most', { sessions: 20, max: 2 }, 2],
    ['keep what is used at exactly 60%', { sessions: 12 }, 2],
    ['want one less below 60%', { sessions: 11 }, 1],
    ['want one less below 60% also while one is being made', { sessions: 11, coming: 1 }, 2],
    ['keep the least', { sessions: 0, open: 1 }, 1],
    ['want one less than more than the most', { sessions: 30, open: 3, max: 2 }, 2],
    ['want a first server whatever the least is', { open: 0, min: 0 }, 1],
    ['want one more below the least', { sessions: 0, open: 2, min: 3 }, 3],
    ['pause after a move', { sessions: 17, scaledAt: '2026-01-05T11:50:00.001Z' }, 2],
    ['go on when the pause is over', { sessions: 17, scaledAt: '2026-01-05T11:50:00.000Z' }, 3],
  ])('%s', (_title, load, expected) => {
    expect(servers(thresholds, load)).toBe(expected);
  });
});

describe('other policies', () => {
  test.each<[title: string, policy: FleetPolicy, load: Partial<FleetLoad>, servers: number | undefined]>([
    ['a buffer keeps places free', { kind: 'buffer', sessions: 5 }, { sessions: 16 }, 3],
    ['a buffer counts those who wait', { kind: 'buffer', sessions: 0 }, { sessions: 10, waiting: 1 }, 2],
    ['a share is of all places, as in Agones', { kind: 'buffer', sessions: '20%' }, { sessions: 16 }, 2],
    ['a share rounds up', { kind: 'buffer', sessions: '20%' }, { sessions: 17 }, 3],
    ['a share of nothing is nothing', { kind: 'buffer', sessions: '20%' }, {}, 0],
    ['empty servers are kept', { kind: 'servers', empty: 2 }, { occupied: 3 }, 5],
    ['a share of empty servers is of all', { kind: 'servers', empty: '25%' }, { occupied: 3 }, 4],
    ['empty servers come besides those for who waits', { kind: 'servers', empty: 1 }, { waiting: 11 }, 3],
    ['a number is that number', { kind: 'fixed', servers: 7 }, { sessions: 1 }, 7],
    ['a chain of policies that say nothing says nothing', { kind: 'chain', policies: [] }, {}, undefined],
  ])('%s', (_title, policy, load, expected) => {
    expect(servers(policy, load)).toBe(expected);
  });

  const two = { kind: 'fixed', servers: 2 } as const;
  const five = { kind: 'fixed', servers: 5 } as const;
  test.each<[title: string, cron: string, minutes: number, timeZone: string | undefined, servers: number]>([
    ['is open from its time on', '0 12 * * *', 1, undefined, 5],
    ['is open until its last minute', '0 11 * * *', 61, undefined, 5],
    ['is closed when that is over', '0 11 * * *', 60, undefined, 2],
    ['is closed before its time', '1 12 * * *', 60, undefined, 2],
    ['knows the day of the week', '0 12 * * 2', 60, undefined, 2],
    ['is open since yesterday', '0 20 * * 0', 960 + 1, undefined, 5],
    ['opens in its time zone', '0 21 * * 1', 60, 'Asia/Tokyo', 5],
  ])('a window %s', (_title, cron, minutes, timeZone, expected) => {
    const windows = [{ cron, minutes, policy: five }];
    const zone = timeZone === undefined ? {} : { timeZone };
    expect(servers({ kind: 'schedule', windows, otherwise: two, ...zone }, {})).toBe(expected);
    expect(servers({ kind: 'chain', policies: [{ kind: 'schedule', windows, ...zone }, two] }, {})).toBe(
      expected,
    );
  });

  test('the forecast wants what it foresees, and never less than its rule', () => {
    const policy = { kind: 'forecast', rule: { kind: 'buffer', sessions: 5 } } as const;
    expect(servers(policy, { sessions: 16, forecast: 41 })).toBe(5);
    expect(servers(policy, { sessions: 16, forecast: 2 })).toBe(3);
    expect(servers(policy, { sessions: 16 })).toBe(3);
  });

  test('each says why', () => {
    const chain: FleetPolicy = {
      kind: 'chain',
      policies: [{ kind: 'schedule', windows: [{ cron: '0 12 * * *', minutes: 5, policy: five }] }],
    };
    expect(wantedServers(chain, aLoad())?.reason).toBe('window "0 12 * * *": fixed at 5');
  });
});
