import { figure, median, quantile } from '../engine/statistics.ts';
import type { HttpFigures } from './allocate-over-http.ts';
import type { CallerFigures } from './time-callers.ts';

/** What the project asks of an allocation, with 1,000 servers and 50 callers at once. */
const goalMs = 25;

type Timed = Pick<CallerFigures, 'servers' | 'sessionsPerServer' | 'callers' | 'timesMs' | 'wallMs'>;

export type AllocationFigures = {
  machine: string;
  loads: number[];
  timed: Array<CallerFigures & { storage: string }>;
  http: HttpFigures & { storage: string };
  killed: HttpFigures & { storage: string };
};

/** The part of docs/benchmarks.md about allocations. */
export function allocationsReport({ machine, loads, timed, http, killed }: AllocationFigures): string {
  const row = (name: string, { servers, sessionsPerServer, callers, timesMs, wallMs }: Timed) =>
    `| ${[
      name,
      figure(servers),
      figure(sessionsPerServer),
      figure(callers),
      figure((timesMs.length * 1_000) / wallMs),
      figure(median(timesMs)),
      figure(quantile(timesMs, 0.99)),
      figure(Math.max(...timesMs)),
    ].join(' | ')} |`;
  const wrong = [...timed, http, killed].flatMap(({ problems }) => problems);
  return [
    '## Allocations',
    '',
    'Callers that each ask for a place again as soon as they have one, at the function of the app in one process, with the table',
    'storage in another; in the last row over HTTP at the whole Functions host of the local cloud.',
    `${machine}; load of the machine ${loads.map(figure).join(', ')}.`,
    '',
    '| storage | servers | places each | callers at once | allocations/s | p50 ms | p99 ms | longest ms |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...timed.map((each) => row(each.storage, each)),
    row(`${http.storage}, over HTTP`, http),
    '',
    ...[...new Set(timed.map(({ storage }) => storage))].map((storage) =>
      goalLine(
        storage,
        timed.filter((each) => each.storage === storage),
      ),
    ),
    '',
    `Over HTTP, at a Functions host that was killed ${killed.kills} times (\`kill -9\`) and started again, with ${killed.callers} callers at once:`,
    `${figure(killed.allocations)} allocations in ${figure(killed.wallMs / 1_000)} s, of which ${figure(killed.retried)} calls got no answer and were made again;`,
    `those that were answered at first took ${figure(median(killed.timesMs))} ms at the median and ${figure(quantile(killed.timesMs, 0.99))} ms at the 99th percentile.`,
    '',
    wrong.length === 0
      ? 'Every session has the place that it was told, no place has two, and every server counts what is on it.'
      : `**Wrong**: ${wrong.slice(0, 10).join('; ')}${wrong.length > 10 ? `; and ${wrong.length - 10} more` : ''}.`,
  ].join('\n');
}

function goalLine(storage: string, timed: readonly CallerFigures[]): string {
  const slowest = Math.max(...timed.map(({ timesMs }) => quantile(timesMs, 0.99) ?? Number.NaN));
  const verdict = slowest < goalMs ? 'met' : '**missed**';
  return `- On ${storage}, without HTTP, the goal of a p99 below ${goalMs} ms is ${verdict}: ${figure(slowest)} ms at most.`;
}
