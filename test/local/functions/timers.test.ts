import { app, type InvocationContext, type RetryOptions, type Timer } from '@azure/functions';
import { describe, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import type { FunctionsHostOptions } from '../../../local/functions/index.ts';
import { parseSchedule } from '../../../local/functions/timer/schedule.ts';
import { startHost } from './start-host.ts';
import { tempDirectory } from './temp-app.ts';

const startMs = Date.UTC(2026, 0, 1);
const minuteMs = 60_000;

/** The next `count` times of a schedule from 2026-01-01 on, ISO without milliseconds. */
function times(expression: string, count: number, timeZone = 'UTC'): string[] {
  const schedule = parseSchedule(expression, timeZone);
  const found: string[] = [];
  let atMs: number | undefined = startMs;
  while (found.length < count) {
    atMs = schedule.next(atMs);
    if (atMs === undefined) break;
    found.push(new Date(atMs).toISOString().slice(0, 19));
  }
  return found;
}

describe('schedules', () => {
  test('six fields begin with seconds', () => {
    expect(times('30 */5 * * * *', 2)).toEqual(['2026-01-01T00:00:30', '2026-01-01T00:05:30']);
  });

  test('five fields have no seconds', () => {
    expect(times('0 6 * * *', 2)).toEqual(['2026-01-01T06:00:00', '2026-01-02T06:00:00']);
  });

  test('names of days and months work', () => {
    expect(times('0 0 12 * Feb Mon-Wed', 3)).toEqual([
      '2026-02-02T12:00:00',
      '2026-02-03T12:00:00',
      '2026-02-04T12:00:00',
    ]);
  });

  test('day of month and day of week must both match', () => {
    expect(times('0 0 0 13 * 5', 2)).toEqual(['2026-02-13T00:00:00', '2026-03-13T00:00:00']);
  });

  test('an interval counts from the last run', () => {
    expect(times('01:30:00', 2)).toEqual(['2026-01-01T01:30:00', '2026-01-01T03:00:00']);
  });

  test('the time zone is that of WEBSITE_TIME_ZONE', () => {
    expect(times('0 0 6 * * *', 1, 'Europe/Berlin')).toEqual(['2026-01-01T05:00:00']);
  });

  test('a date that never comes has no next time', () => {
    expect(times('0 0 0 30 2 *', 1)).toEqual([]);
  });

  test.each([
    '',
    'daily',
    '@daily',
    '* * * *',
    '0 0 0 L * *',
    '0 0 0 ? * *',
    '0 0 0 * * 5#2',
    '99 * * * * *',
    '00:00:00',
  ])('"%s" is refused with an example', (expression) => {
    expect(() => parseSchedule(expression, 'UTC')).toThrow(/was not recognized.*0 \*\/5 \* \* \* \*/);
  });
});

/** Lets promises that are settled by now run on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

type Run = { atMs: number; timer: Timer };

/** A host with one timer on a virtual clock; `advance` goes from run to run. */
async function timerHost(
  options: {
    schedule: string;
    runOnStartup?: boolean;
    useMonitor?: boolean;
    retry?: RetryOptions;
    handler?: (context: InvocationContext) => Promise<void>;
  },
  hostOptions: Partial<FunctionsHostOptions> & { clock?: VirtualClock } = {},
) {
  const { handler, ...trigger } = options;
  const clock = hostOptions.clock ?? new VirtualClock(startMs);
  const runs: Run[] = [];
  const host = await startHost({
    ...hostOptions,
    clock,
    app: {
      register: () =>
        app.timer('tick', {
          ...trigger,
          handler: async (timer, context) => {
            runs.push({ atMs: clock.now() - startMs, timer });
            await handler?.(context);
          },
        }),
    },
  });
  await settle();
  const advance = async (minutes: number): Promise<void> => {
    const untilMs = clock.now() + minutes * minuteMs;
    while ((clock.nextDueMs ?? untilMs + 1) <= untilMs) {
      clock.advanceToNext();
      await settle();
    }
    clock.advanceBy(untilMs - clock.now());
  };
  return { host, runs, advance, clock };
}

test('a timer runs when it is due, again and again', async () => {
  const { runs, advance } = await timerHost({ schedule: '0 */5 * * * *' });
  await advance(11);
  expect(runs.map(({ atMs }) => atMs / minuteMs)).toEqual([5, 10]);
});

test('the function learns its schedule status', async () => {
  const { runs, advance } = await timerHost({ schedule: '0 */5 * * * *' });
  await advance(11);
  expect(runs[0]?.timer).toMatchObject({ isPastDue: false, schedule: { adjustForDST: true } });
  expect(runs[1]?.timer.scheduleStatus).toEqual({
    last: '2026-01-01T00:05:00+00:00',
    next: '2026-01-01T00:10:00+00:00',
    lastUpdated: '2026-01-01T00:05:00+00:00',
  });
});

test.each<[why: string, options: { schedule: string; useMonitor?: boolean }]>([
  ['more often than every minute', { schedule: '*/30 * * * * *' }],
  ['with useMonitor off', { schedule: '0 */5 * * * *', useMonitor: false }],
])('%s there is no schedule status', async (_, options) => {
  const { runs, advance } = await timerHost(options);
  await advance(5);
  expect(runs[0]?.timer.scheduleStatus).toBeNull();
});

test('the schedule may come from a setting', async () => {
  const { runs, advance } = await timerHost(
    { schedule: '%TICK_SCHEDULE%' },
    { env: { TICK_SCHEDULE: '0 */5 * * * *' } },
  );
  await advance(5);
  expect(runs).toHaveLength(1);
});

test.each<[schedule: string, message: string]>([
  ['%MISSING_SETTING%', "'%MISSING_SETTING%' does not resolve to a value. Set MISSING_SETTING"],
  ['every day', "The schedule expression 'every day' was not recognized"],
])('the schedule %s puts the function in error', async (schedule, message) => {
  const { host } = await timerHost({ schedule });
  expect(host.logText()).toContain(`The 'tick' function is in error: ${message}`);
});

test('runOnStartup runs once at the start', async () => {
  const { runs, advance } = await timerHost({ schedule: '0 */5 * * * *', runOnStartup: true });
  expect(runs).toHaveLength(1);
  await advance(5);
  expect(runs).toHaveLength(2);
});

test('a run that takes long is never joined by a second one', async () => {
  let end = (): void => {};
  const { runs, advance } = await timerHost({
    schedule: '0 * * * * *',
    handler: () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  });
  await advance(3);
  expect(runs.map(({ atMs }) => atMs / minuteMs)).toEqual([1]);
  end();
  await settle();
  await advance(1);
  expect(runs.map(({ atMs }) => atMs / minuteMs)).toEqual([1, 4]);
  end();
});

test('a run that fails is logged, and the timer goes on', async () => {
  const { host, runs, advance } = await timerHost({
    schedule: '0 */5 * * * *',
    handler: () => Promise.reject(new Error('tick failed')),
  });
  await advance(10);
  expect(runs).toHaveLength(2);
  expect(host.logText()).toContain('tick failed');
});

test('a run missed while the host was down is made up for once, marked as past due', async () => {
  const dataDirectory = await tempDirectory();
  const before = await timerHost({ schedule: '0 */5 * * * *' }, { dataDirectory });
  await before.advance(5);
  await before.host.stop();
  const clock = new VirtualClock(startMs + 23 * minuteMs);
  const after = await timerHost({ schedule: '0 */5 * * * *' }, { dataDirectory, clock });
  expect(after.runs.map(({ atMs, timer }) => [atMs / minuteMs, timer.isPastDue])).toEqual([[23, true]]);
  expect(after.host.logText()).toContain("Function 'tick' is past due on startup. Executing now.");
  await after.advance(2);
  expect(after.runs.map(({ timer }) => timer.isPastDue)).toEqual([true, false]);
});

test('nothing is made up for when the schedule has changed', async () => {
  const dataDirectory = await tempDirectory();
  const before = await timerHost({ schedule: '0 */5 * * * *' }, { dataDirectory });
  await before.advance(5);
  await before.host.stop();
  const clock = new VirtualClock(startMs + 23 * minuteMs);
  const after = await timerHost({ schedule: '0 0 * * * *' }, { dataDirectory, clock });
  expect(after.runs).toEqual([]);
});

test('a run that fails is retried as the function asks, with the reason in its context', async () => {
  const seen: unknown[] = [];
  const { runs, advance } = await timerHost({
    schedule: '0 */30 * * * *',
    retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { minutes: 1 } },
    handler: (context) => {
      const { retryCount, maxRetryCount, exception } = context.retryContext ?? {};
      seen.push([retryCount, maxRetryCount, exception?.message]);
      return Promise.reject(new Error('tick failed'));
    },
  });
  await advance(40);
  expect(runs.map(({ atMs }) => atMs / minuteMs)).toEqual([30, 31, 32]);
  expect(seen).toEqual([
    [undefined, undefined, undefined],
    [1, 2, 'tick failed'],
    [2, 2, 'tick failed'],
  ]);
});

test('exponential retries double their delay up to the maximum', async () => {
  const { runs, advance } = await timerHost({
    schedule: '0 0 0 1 1 *',
    runOnStartup: true,
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: { minutes: 1 },
      maximumInterval: { minutes: 3 },
    },
    handler: () => Promise.reject(new Error('tick failed')),
  });
  await advance(9);
  expect(runs.map(({ atMs }) => atMs / minuteMs)).toEqual([0, 1, 3, 6, 9]);
});

test('a time zone that is not known is refused with an example, and nothing is left running', async () => {
  const engine = { clientBinding: () => '', fetch: () => new Response(), stop: vi.fn(async () => {}) };
  const start = timerHost(
    { schedule: '0 * * * * *' },
    { env: { WEBSITE_TIME_ZONE: 'Nowhere Standard Time' }, durable: async () => engine },
  );
  await expect(start).rejects.toThrow('Write an IANA name as on Linux plans, "Europe/Berlin" for example.');
  expect(engine.stop).toHaveBeenCalledOnce();
});

test('a stopped host has no timer left', async () => {
  const { host, clock } = await timerHost({ schedule: '0 */5 * * * *' });
  await host.stop();
  expect(clock.nextDueMs).toBeUndefined();
});

test('a timer is run by hand over the admin API', async () => {
  const { host, runs } = await timerHost({ schedule: '0 0 0 1 1 *' });
  const response = await fetch(`${host.origin}/admin/functions/tick`, {
    method: 'POST',
    body: '{"input":""}',
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(202);
  await settle();
  expect(runs).toHaveLength(1);
});
