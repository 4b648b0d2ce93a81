import { Cron } from 'croner';

/** ISO times after `since`, up to `now`, at which a schedule came due, in order; the latest of them when there are very many. */
export function dueTimes(
  { cron, timeZone }: { cron: string; timeZone: string },
  since: string,
  now: string,
): string[] {
  const mostTimes = 200;
  // Runs before a moment: the moment itself is still to count.
  const end = new Date(Date.parse(now) + 1_000);
  return new Cron(cron, { paused: true, timezone: timeZone })
    .previousRuns(mostTimes, end)
    .map((time) => time.toISOString())
    .filter((time) => Date.parse(time) > Date.parse(since) && Date.parse(time) <= Date.parse(now))
    .reverse();
}
