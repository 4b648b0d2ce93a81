import { describe, expect, test } from 'vitest';
import { Agenda } from '../../bench/fleet/agenda.ts';
import { Chance } from '../../bench/fleet/chance.ts';
import { arrivalsBetween, dayMs, firstDayMs } from '../../bench/fleet/days.ts';
import { daysPlot } from '../../bench/fleet/days-plot.ts';
import { clairvoyantHours, playersOf } from '../../bench/fleet/history.ts';
import {
  fleetReport,
  type KindSums,
  type PolicySums,
  problemsOf,
  sumOf,
  verdicts,
} from '../../bench/fleet/report.ts';
import { runDay } from '../../bench/fleet/run-days.ts';

const sums = (refused: number, serverHours: number, cutOff = 0): PolicySums => ({
  ...{ sessions: 1_000, refused, serverHours, cutOff, waitsSeconds: [] },
});
const diurnal = (policies: Record<string, PolicySums>): KindSums => ({
  kind: 'diurnal',
  clairvoyantHours: 80,
  policies,
});

test('a day of the bench has players, cuts nobody off, and comes out the same each time', () => {
  const day = runDay('flash crowd', { weeks: 1, seed: 1, only: ['Build 2018', 'forecast'] });
  const [theirs, ours] = [day.policies['Build 2018'], day.policies.forecast];
  expect(ours?.sessions).toBeGreaterThan(3_000);
  expect(theirs?.refused).toBeGreaterThan(10 * (ours?.refused ?? 0));
  for (const { cutOff, serverHours } of Object.values(day.policies)) {
    expect(cutOff).toBe(0);
    expect(serverHours).toBeGreaterThan(day.clairvoyantHours);
  }
  expect(daysPlot([day])).toMatch(/<polyline points="44\.0,[\d., ]+" fill="none" stroke="#0b62d6"/);
  const kinds = [sumOf('flash crowd', [day, day])];
  expect(kinds[0]?.policies.forecast?.sessions).toBe(2 * (ours?.sessions ?? 0));
  const report = fleetReport(kinds, { days: 2, weeks: 1, seconds: 1, machine: 'a machine' });
  expect(report).toContain('No session was cut off.');
  const trickle = (): unknown => runDay('trickle', { weeks: 0, seed: 1, only: ['forecast'] });
  expect(trickle()).toEqual(trickle());
});

describe('the report about fleets', () => {
  test('says that the goals are met where they are', () => {
    const kinds = [diurnal({ 'Build 2018': sums(50, 100), rule: sums(5, 95), forecast: sums(5, 90) })];
    expect(verdicts(kinds).slice(0, 2)).toEqual([
      '- The forecast refuses 5 sessions in 90 server-hours, the rule of Build 2018 50 in 100: at most a tenth, at no more hours.',
      '- No rule, as it is by default, refuses fewer sessions than the forecast or takes fewer hours on 1 of 1 kinds of days (**the goal of 4 is missed**).',
    ]);
    expect(problemsOf(kinds)).toEqual([]);
  });

  test('says plainly where a rule is better, and who was cut off', () => {
    const kinds = [diurnal({ 'Build 2018': sums(0, 70), rule: sums(3, 100, 2), forecast: sums(5, 90) })];
    const text = verdicts(kinds).join('\n');
    expect(text).toContain('**the goal of a tenth at no more hours is missed.**');
    expect(text).toContain('**Not so** on a diurnal day');
    expect(text).toContain('"rule" refuses 3 in place of 5');
    expect(text).toContain('**2 sessions were cut off.**');
    expect(text).not.toContain('chosen by hand');
    const byHand = [diurnal({ '10% of places kept free': sums(7, 80), forecast: sums(5, 90) })];
    const more = verdicts(byHand).join('\n');
    expect(more).toContain('chosen by hand for such days: diurnal 80 hours in place of 90, 7 refused.');
    expect(more).not.toContain('**Not so**');
    expect(problemsOf(kinds)).toEqual(['diurnal, rule: 2 sessions were cut off']);
  });
});

describe('the simulation', () => {
  test('does what is planned in the order of its time', () => {
    const agenda = new Agenda(0);
    const done: string[] = [];
    const chance = new Chance(1);
    for (let n = 0; n < 200; n++) {
      const at = Math.floor(chance.between(0, 50));
      agenda.at(at, () => done.push(`${String(at).padStart(2, '0')} ${String(n).padStart(3, '0')}`));
    }
    agenda.runUntil(25);
    const before = done.length;
    expect([agenda.nowMs, done.every((each) => each <= '25 999')]).toEqual([25, true]);
    agenda.runUntil(50);
    expect([before < 200, done.length]).toEqual([true, 200]);
    expect(done).toEqual([...done].sort());
  });

  test('has as many players as its rate says, who stay as long as the studies found', () => {
    const arrivals = arrivalsBetween(firstDayMs, firstDayMs + 20 * dayMs, () => 150, new Chance(5));
    expect(arrivals.length / 20 / 24).toBeGreaterThan(145);
    expect(arrivals.length / 20 / 24).toBeLessThan(155);
    const stays = arrivals.map(({ playSeconds }) => playSeconds / 60).sort((one, other) => one - other);
    const mean = stays.reduce((sum, minutes) => sum + minutes, 0) / stays.length;
    expect(Math.abs(mean - 40)).toBeLessThan(1);
    expect(Math.abs((stays[stays.length >> 1] ?? 0) - 9.6)).toBeLessThan(0.3);
    const leave = arrivals.filter(({ patienceSeconds }) => patienceSeconds === 0).length / arrivals.length;
    expect(Math.abs(leave - 0.73)).toBeLessThan(0.01);
  });

  test('counts players at each moment, and the servers that they fill', () => {
    const arrival = (minute: number, minutes: number) => ({
      ...{ atMs: minute * 60_000, playSeconds: minutes * 60, patienceSeconds: 0 },
    });
    const arrivals = [arrival(0, 60), arrival(30, 60)];
    expect([...playersOf(arrivals)].map(({ players }) => players)).toEqual([1, 2, 1, 0]);
    const span = { fromMs: 0, untilMs: 120 * 60_000 };
    expect(clairvoyantHours(arrivals, 1, { ...span, min: 0 })).toBe(2);
    expect(clairvoyantHours(arrivals, 2, { ...span, min: 1 })).toBe(2);
  });
});
