import type { Chance } from './chance.ts';

/** A player who comes, plays so long, and waits so long at most for a place. */
export type Arrival = { atMs: number; playSeconds: number; patienceSeconds: number };

export type DayKind = 'diurnal' | 'weekend' | 'spike' | 'flash crowd' | 'trickle';

export const dayKinds: DayKind[] = ['diurnal', 'weekend', 'spike', 'flash crowd', 'trickle'];

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** A Monday. */
export const firstDayMs = Date.parse('2026-01-05T00:00:00.000Z');

/** Session lengths: Chang and Feng 2003, Chambers et al. 2005. */
const playShape = 0.5;
const playMinutes = 20;
/** The mean of that distribution. */
const meanPlayHours = (2 * playMinutes) / 60;
/** Inter-arrival times have a heavier tail than an exponential distribution: Henderson and Bhatti 2001. */
const arrivalShape = 0.7;
/** The scale that makes their mean 1. */
const arrivalScale = 1 / 1.2658;
/** Of players who found a server full, Chambers et al. 2005: so many did not come again, then fewer and fewer. */
const gaveUpAtOnce = 0.73;
const gaveUpNext = 0.5;
const secondsBetweenTries = 30;
/** Weeks are much alike: how far the level of a day is off. */
const spreadOfDays = 0.08;

/** Players at the same time, in the mean of a working day. */
const meanPlayers = 100;
const meanTrickle = 2.5;

/** What a working day has at that hour in place of the mean: from half of it to nearly twice (Chambers et al. 2005). */
function workingDay(hour: number): number {
  return 0.889 * Math.exp(Math.LN2 * Math.cos(((hour - 20) / 12) * Math.PI));
}

/** A weekend begins later, is full from noon on and has a third more players. */
function weekendDay(hour: number): number {
  const evening = Math.exp(Math.LN2 * Math.cos(((hour - 20.5) / 12) * Math.PI));
  const noon = 0.35 * Math.exp(-(((hour - 14) / 3) ** 2));
  return 1.33 * (0.83 * evening + noon);
}

/** Players who are to come within an hour at that moment. */
export type Rate = (ms: number) => number;

/** On which day of the weeks after `weeks` a kind is simulated: a Wednesday, or a Saturday. */
export function dayOf(kind: DayKind, weeks: number): number {
  return firstDayMs + (weeks * 7 + (kind === 'weekend' ? 5 : 2)) * dayMs;
}

/**
 * How players come. The spike is a match that begins at the same hour each week, and is announced to nobody; the flash crowd has
 * never been there before.
 */
export function rateOf(kind: DayKind, simulatedMs: number, chance: Chance): Rate {
  const levels = new Map<number, number>();
  const level = (day: number): number => {
    const known = levels.get(day) ?? chance.factor(spreadOfDays);
    levels.set(day, known);
    return known;
  };
  const mean = kind === 'trickle' ? meanTrickle : meanPlayers;
  return (ms) => {
    const day = Math.floor((ms - firstDayMs) / dayMs);
    const hour = ((ms - firstDayMs) % dayMs) / hourMs;
    const shape = day % 7 >= 5 ? weekendDay(hour) : workingDay(hour);
    const usual = (mean / meanPlayHours) * shape * level(day);
    if (kind === 'spike' && day % 7 === 2)
      return usual + pulse(hour, { begin: 19, minutes: 8, perHour: 900 });
    if (kind === 'flash crowd' && ms >= simulatedMs && ms < simulatedMs + dayMs)
      return usual + pulse(hour, { begin: 15, minutes: 25, perHour: 500 });
    return usual;
  };
}

/** So many more an hour for so many minutes; then it dies away. */
function pulse(
  hour: number,
  { begin, minutes, perHour }: { begin: number; minutes: number; perHour: number },
): number {
  const since = (hour - begin) * 60;
  if (since < 0) return 0;
  return since < minutes ? perHour : perHour * Math.exp(-(since - minutes) / 15);
}

/** Everybody who comes in that time, in order. */
export function arrivalsBetween(fromMs: number, untilMs: number, rate: Rate, chance: Chance): Arrival[] {
  const arrivals: Arrival[] = [];
  const stepMs = 60_000;
  let due = chance.weibull(arrivalShape, arrivalScale);
  for (let ms = fromMs; ms < untilMs; ms += stepMs) {
    const expected = (rate(ms) * stepMs) / hourMs;
    let used = 0;
    while (due <= expected - used) {
      used += due;
      arrivals.push({
        atMs: ms + (used / expected) * stepMs,
        playSeconds: Math.max(chance.weibull(playShape, playMinutes * 60), 1),
        patienceSeconds: patience(chance),
      });
      due = chance.weibull(arrivalShape, arrivalScale);
    }
    due -= expected - used;
  }
  return arrivals;
}

function patience(chance: Chance): number {
  if (chance.share() < gaveUpAtOnce) return 0;
  let tries = 1;
  while (chance.share() > gaveUpNext) tries += 1;
  return tries * secondsBetweenTries;
}
