import { describe, expect, test } from 'vitest';
import type { FleetPolicy, LoadProfile } from '../../../../contract/fleets.ts';
import { forecastIn, foreseen } from '../../../../lib/decide/fleets/forecast.ts';
import { emptyProfile, usualLoad } from '../../../../lib/decide/fleets/load-profile.ts';
import { type Foreseen, lookAhead } from '../../../../lib/decide/fleets/look-ahead.ts';
import { after } from '../../../support/a-server.ts';
import { anObservedServer } from '../../../support/an-observation.ts';

/** A Monday. */
const monday = Date.parse('2026-01-05T00:00:00.000Z');
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const aheadSeconds = 120;

/** Looks every half minute at a load; answers the last look. */
function watch(
  load: (ms: number) => number,
  { from, until, profile = emptyProfile() }: { from: number; until: number; profile?: LoadProfile },
): Foreseen {
  let seen = lookAhead(profile, load(from), from, aheadSeconds);
  for (let ms = from + 30_000; ms <= until; ms += 30_000)
    seen = lookAhead(seen.profile, load(ms), ms, aheadSeconds);
  return seen;
}

/** A match begins each day at noon: 20 players, then 80 within ten minutes. */
function dailyMatch(ms: number): number {
  const minutes = ((ms - monday) % dayMs) / minuteMs - 12 * 60;
  return Math.round(20 + Math.min(Math.max(minutes, 0), 10) * 6 * (minutes < 60 ? 1 : 0));
}

describe('the forecast', () => {
  test('knows nothing at first: the load and a margin for chance', () => {
    const { places, byProfile } = lookAhead(emptyProfile(), 100, monday, aheadSeconds);
    expect(byProfile).toBe(true);
    expect(places).toBeGreaterThan(100);
    expect(places).toBeLessThan(120);
  });

  test('keeps little more than a load that stays the same', () => {
    const { places } = watch(() => 100, { from: monday, until: monday + 6 * hourMs });
    expect(places).toBeGreaterThanOrEqual(100);
    expect(places).toBeLessThan(104);
  });

  test('sees what this time of the day is known for before it comes', () => {
    const at = monday + 3 * dayMs + 12 * hourMs;
    const known = watch(dailyMatch, { from: monday, until: at - minuteMs });
    const unknown = watch(dailyMatch, { from: at - 6 * hourMs, until: at - minuteMs });
    expect(dailyMatch(at - minuteMs)).toBe(20);
    expect(known.places - unknown.places).toBeGreaterThanOrEqual(4);
  });

  test('tells a day of the week from another', () => {
    const saturdays = (ms: number): number => (Math.floor((ms - monday) / dayMs) % 7 === 5 ? 90 : 30);
    const { profile } = watch(saturdays, { from: monday, until: monday + 8 * dayMs });
    expect(usualLoad(profile, monday + 12 * dayMs + 12 * hourMs)).toBe(90);
    expect(usualLoad(profile, monday + 9 * dayMs + 12 * hourMs)).toBe(30);
  });

  test('takes another day for a weekday that it has not seen', () => {
    const { profile } = watch(() => 40, { from: monday, until: monday + dayMs + hourMs });
    expect(usualLoad(profile, monday + 4 * dayMs + 12 * hourMs)).toBe(40);
  });

  test('lets a sudden growth go on, and chance alone not', () => {
    const crowd = (ms: number): number => 80 + Math.max(0, Math.floor((ms - monday - 6 * hourMs) / 10_000));
    const calm = watch(crowd, { from: monday, until: monday + 6 * hourMs });
    const grown = watch(crowd, {
      from: monday + 6 * hourMs + 30_000,
      until: monday + 6 * hourMs + 3 * minuteMs,
      profile: calm.profile,
    });
    const load = crowd(monday + 6 * hourMs + 3 * minuteMs);
    // 12 players come in the time that a server takes.
    expect(grown.places).toBeGreaterThanOrEqual(load + 12);
    const swinging = (ms: number): number => 80 + ((ms / 30_000) % 2 === 0 ? 1 : 0);
    expect(watch(swinging, { from: monday, until: monday + 6 * hourMs }).places).toBeLessThan(88);
  });

  test('falls back to its rule and the last minutes when this week is not as others were', () => {
    const at = monday + 4 * dayMs + 12 * hourMs;
    const { profile } = watch(dailyMatch, { from: monday, until: at - 5 * minuteMs });
    const holiday = watch(() => 20, { from: at - 5 * minuteMs, until: at + 8 * minuteMs, profile });
    expect(holiday.byProfile).toBe(false);
    const later = watch(() => 20, {
      from: at + 9 * minuteMs,
      until: at + 22 * hourMs,
      profile: holiday.profile,
    });
    expect(later.byProfile).toBe(true);
  });

  test('keeps a wider margin after it was wrong, and forgets that in time', () => {
    const jump = (ms: number): number => (ms < monday + 6 * hourMs ? 50 : 100);
    const margin = (hours: number): number =>
      watch(jump, { from: monday, until: monday + hours * hourMs }).places - jump(monday + hours * hourMs);
    expect(margin(6.1)).toBeGreaterThan(5 * margin(5.9));
    expect(margin(12)).toBeLessThan(margin(6.1) / 3);
  });

  test('keeps nothing for nobody at a time that is known to be quiet, until just before that ends', () => {
    const nights = (ms: number): number => (((ms - monday) % dayMs) / hourMs < 12 ? 0 : 8);
    const places = (minutes: number): number =>
      watch(nights, { from: monday, until: monday + 2 * dayMs + minutes * minuteMs }).places;
    expect(places(10 * 60)).toBe(0);
    expect(places(12 * 60 - 2)).toBeGreaterThan(0);
    expect(watch(() => 0, { from: monday, until: monday + 2 * hourMs }).places).toBeGreaterThan(0);
  });

  test('looks one start-up time ahead, as its servers took it', () => {
    const forecast = { kind: 'forecast', rule: { kind: 'fixed', servers: 0 } } as const;
    const noon = monday + 2 * dayMs + 12 * hourMs;
    const { profile } = watch(dailyMatch, { from: monday, until: noon });
    const places = (seconds: number, aheadSeconds?: number): number => {
      const servers = [anObservedServer(1, { runningAt: after(seconds) })];
      const policy = aheadSeconds === undefined ? forecast : { ...forecast, aheadSeconds };
      const moment = { load: 20, spec: { lookSeconds: 15 }, now: new Date(noon).toISOString() };
      return foreseen(profile, { forecast: policy, servers, ...moment }).places;
    };
    expect(places(240)).toBeGreaterThan(places(30) + 10);
    expect(places(30, 240)).toBe(places(240));
  });

  test('stays small, however long it watches', () => {
    const { profile } = watch((ms) => 50 + Math.round(10 * Math.sin(ms / hourMs)), {
      from: monday,
      until: monday + 3 * dayMs,
    });
    const { week, day, ...others } = JSON.parse(JSON.stringify(profile)) as LoadProfile;
    expect([week.length, day.length]).toEqual([2_016, 288]);
    expect(JSON.stringify(others).length).toBeLessThan(4_000);
    expect(JSON.stringify(profile).length).toBeLessThan(20_000);
  });

  test('keeps its profile as it is when it was looked at a moment ago', () => {
    const { profile } = lookAhead(emptyProfile(), 10, monday, aheadSeconds);
    expect(lookAhead(profile, 12, monday + 9_000, aheadSeconds).profile).toBe(profile);
    expect(lookAhead(profile, 12, monday + 10_000, aheadSeconds).profile.looks).toHaveLength(2);
  });

  test('is found wherever in a policy it stands', () => {
    const forecast: FleetPolicy = { kind: 'forecast', rule: { kind: 'fixed', servers: 1 } };
    const windows = [{ cron: '0 1 * * *', minutes: 5, policy: forecast }];
    expect(forecastIn({ kind: 'chain', policies: [{ kind: 'schedule', windows }] })).toBe(forecast);
    expect(forecastIn({ kind: 'schedule', windows: [], otherwise: forecast })).toBe(forecast);
    expect(forecastIn({ kind: 'fixed', servers: 1 })).toBeUndefined();
  });
});
