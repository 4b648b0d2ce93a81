import type { LoadProfile } from '../../../contract/fleets.ts';

const slotMinutes = 5;
const slotsOfDay = (24 * 60) / slotMinutes;
const slotsOfWeek = 7 * slotsOfDay;
const slotMs = slotMinutes * 60_000;
/** 1970 began on a Thursday. */
const slotsToFirstMonday = 4 * slotsOfDay;

/** How much one week tells of the next, and one day. */
const weightOfWeek = 0.3;
const weightOfDay = 0.2;
/** Of less than that a slot's mean says nothing. */
const leastSeconds = 60;

/** What a session of load is off by before anything is known. */
const firstError = 0.2;
/** So long the level of today looks back. */
const levelSeconds = 3_600;
/** A ratio of small numbers is no level. */
const levelGround = 3;
const mostLevel = 4;

export function emptyProfile(): LoadProfile {
  return {
    slotMinutes,
    week: new Array<number>(slotsOfWeek).fill(-1),
    day: new Array<number>(slotsOfDay).fill(-1),
    level: 1,
    error: { profile: firstError, plain: firstError },
    longError: { profile: firstError, plain: firstError },
    looks: [],
  };
}

/** The profile with one more look at the load, `seconds` after the last one. */
export function withLoad(profile: LoadProfile, load: number, nowMs: number, seconds: number): LoadProfile {
  const slot = Math.floor(nowMs / slotMs);
  const { current } = profile;
  const usual = usualLoad(profile, nowMs);
  const level = usual === undefined ? profile.level : nextLevel(profile.level, load, usual, seconds);
  if (!current || current.slot === slot) {
    const before = current?.seconds ?? 0;
    const all = before + seconds;
    const mean = all > 0 ? ((current?.mean ?? 0) * before + load * seconds) / all : load;
    return { ...profile, level, current: { slot, mean, seconds: all } };
  }
  const { week, day } = profile;
  const isKept = current.seconds >= leastSeconds;
  return {
    ...profile,
    ...{ level, current: { slot, mean: load, seconds: 0 } },
    ...(isKept
      ? {
          week: learned(week, weekSlot(current.slot), current.mean, weightOfWeek),
          day: learned(day, current.slot % slotsOfDay, current.mean, weightOfDay),
        }
      : {}),
  };
}

/** The load that this time of the week, or else of the day, is known for. */
export function usualLoad({ week, day }: LoadProfile, ms: number): number | undefined {
  // A slot's mean is that of its middle.
  const at = ms / slotMs - 0.5;
  const slot = Math.floor(at);
  const between = (one = -1, other = -1): number | undefined =>
    one < 0 || other < 0 ? undefined : one + (other - one) * (at - slot);
  return (
    between(week[weekSlot(slot)], week[weekSlot(slot + 1)]) ??
    between(day[slot % slotsOfDay], day[(slot + 1) % slotsOfDay])
  );
}

function weekSlot(slot: number): number {
  return (((slot - slotsToFirstMonday) % slotsOfWeek) + slotsOfWeek) % slotsOfWeek;
}

function learned(values: readonly number[], index: number, mean: number, weight: number): number[] {
  const before = values[index] ?? -1;
  const value = before < 0 ? mean : before + (mean - before) * weight;
  return values.with(index, Math.round(value * 100) / 100);
}

function nextLevel(level: number, load: number, usual: number, seconds: number): number {
  const ratio = Math.min((load + levelGround) / (usual + levelGround), mostLevel);
  return level + (ratio - level) * Math.min(seconds / levelSeconds, 1);
}
