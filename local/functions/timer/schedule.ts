import { Cron } from 'croner';

export type Schedule = {
  /** The first due time after `afterMs`, undefined when there is none ever (30 February). */
  next(afterMs: number): number | undefined;
};

/** A field of NCRONTAB: `*`, numbers, names, ranges, lists, steps. Croner knows more, Azure does not. */
const field = /^[\d*,/a-z-]+$/i;

/**
 * Reads a timer's schedule: NCRONTAB with six fields (seconds first) or five, or an interval `hh:mm:ss`.
 * Day of month and day of week must both match, unlike in Vixie cron. Times are in `timeZone` (IANA name).
 */
export function parseSchedule(expression: string, timeZone: string): Schedule {
  const text = expression.trim();
  const intervalMs = parseInterval(text);
  if (intervalMs !== undefined) return { next: (afterMs) => afterMs + intervalMs };
  const fields = text.split(/\s+/);
  try {
    if (!fields.every(isNcrontabField)) throw new Error('a field holds what NCRONTAB does not know');
    const cron = new Cron(text, {
      timezone: timeZone,
      mode: '5-or-6-parts',
      domAndDow: true,
      sloppyRanges: true,
    });
    return { next: (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() };
  } catch (error) {
    throw new Error(
      `The schedule expression '${expression}' was not recognized as a valid cron expression or timespan string. ` +
        `Write six fields, as in "0 */5 * * * *", or an interval, as in "00:05:00" (${(error as Error).message}).`,
      { cause: error },
    );
  }
}

/** Letters only as names of months and days, so not croner's `L` and `W`. */
function isNcrontabField(text: string): boolean {
  return field.test(text) && (text.match(/[a-z]+/gi) ?? []).every((letters) => letters.length >= 3);
}

function parseInterval(text: string): number | undefined {
  const match = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return ms > 0 ? ms : undefined;
}

/** Schedules that come more often than each minute are not monitored: Azure keeps no status for them. */
export function isMonitorable(schedule: Schedule, nowMs: number): boolean {
  let atMs = nowMs;
  for (let count = 0; count < 5; count += 1) {
    const nextMs = schedule.next(atMs);
    if (nextMs === undefined) return true;
    if (count > 0 && nextMs - atMs < 60_000) return false;
    atMs = nextMs;
  }
  return true;
}
