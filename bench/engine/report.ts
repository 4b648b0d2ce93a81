import type { Engine } from './engines.ts';
import type { Samples } from './run-work.ts';
import { figure, median, quantile } from './statistics.ts';

/** What came of one engine. */
export type Result = {
  engine: Engine;
  samples: Samples;
  /** Works that it could not do, and why. */
  problems: string[];
  /** Why it was not measured at all. */
  skipped: string | undefined;
};

type Target = {
  what: string;
  relation: 'under' | 'at least';
  limit: number;
  program: string;
  measured(of: (metric: string) => readonly number[]): number | undefined;
};

/** What the project asks of its own engine; `measured` picks the figure from the samples of one of ours. */
const targets: readonly Target[] = [
  {
    what: 'chain of 5, 200 runs at once, steps/s',
    relation: 'at least',
    limit: 5_000,
    program: 'ours-library',
    measured: (of) => median(of('stepsPerSecond')),
  },
  {
    what: 'one run of 5 steps when idle, p50 ms',
    relation: 'under',
    limit: 4,
    program: 'ours-library',
    measured: (of) => median(of('idleMs')),
  },
  {
    what: 'event to completion, p50 ms',
    relation: 'under',
    limit: 1.5,
    program: 'ours-library',
    measured: (of) => median(of('eventMs')),
  },
  {
    what: '1 s timer late, median ms',
    relation: 'under',
    limit: 3,
    program: 'ours-library',
    measured: (of) => median(of('timerLateMs')),
  },
  {
    what: '1 s timer, earliest ms',
    relation: 'at least',
    limit: 0,
    program: 'ours-library',
    measured: (of) => quantile(of('timerLateMs'), 0),
  },
  {
    what: 'fan-out of 500, ms',
    relation: 'under',
    limit: 120,
    program: 'ours-library',
    measured: (of) => median(of('fanOut500Ms')),
  },
  {
    what: 'fan-out of 10,000, ms',
    relation: 'under',
    limit: 5_000,
    program: 'ours-library',
    measured: (of) => median(of('fanOut10000Ms')),
  },
  {
    what: '10,000 waiting instances, MB',
    relation: 'under',
    limit: 350,
    program: 'ours-host',
    measured: (of) => median(of('waitingMemoryMb')),
  },
  {
    what: 'host start with them, ms',
    relation: 'under',
    limit: 1_500,
    program: 'ours-host',
    measured: (of) => median(of('waitingReadyMs')),
  },
  {
    what: 'event to one of them, p50 ms',
    relation: 'under',
    limit: 3,
    program: 'ours-library',
    measured: (of) => median(of('waitingEventMs')),
  },
  {
    what: 'the same over HTTP, with the answer, p50 ms',
    relation: 'under',
    limit: 3,
    program: 'ours-host',
    measured: (of) => median(of('waitingEventMs')),
  },
  {
    what: 'a step at 5,000 events of history, ms',
    relation: 'under',
    limit: 25,
    program: 'ours-library',
    measured: (of) => lastStep(of('historyStampsMs')),
  },
  {
    what: 'plain HTTP on 1 connection, req/s',
    relation: 'at least',
    limit: 1_120,
    program: 'ours-host',
    measured: (of) => median(of('requestsPerSecond1')),
  },
  {
    what: 'plain HTTP on 8 connections, req/s',
    relation: 'at least',
    limit: 3_390,
    program: 'ours-host',
    measured: (of) => median(of('requestsPerSecond8')),
  },
  {
    what: 'activity in flight at kill -9 runs again after, ms',
    relation: 'under',
    limit: 1_000,
    program: 'ours-host',
    measured: (of) => median(of('inFlightAgainMs')),
  },
];

const columns: readonly [title: string, metric: string, share: number][] = [
  ['steps/s', 'stepsPerSecond', 0.5],
  ['cold', 'coldStepsPerSecond', 0.5],
  ['idle 5-step p50 ms', 'idleMs', 0.5],
  ['p95 ms', 'idleMs', 0.95],
  ['cold p50 ms', 'coldIdleMs', 0.5],
  ['seen by the client p50 ms', 'idleVisibleMs', 0.5],
  ['event p50 ms', 'eventMs', 0.5],
  ['1 s timer late p50 ms', 'timerLateMs', 0.5],
  ['fan-out 500 ms', 'fanOut500Ms', 0.5],
  ['fan-out 10,000 ms', 'fanOut10000Ms', 0.5],
  ['first run after start ms', 'startUpMs', 0.5],
];

/** The time of a step at the end of a history, over the last hundred. */
function lastStep(stamps: readonly number[]): number | undefined {
  const [last, before] = [stamps.at(-1), stamps.at(-101)];
  return last === undefined || before === undefined ? undefined : (last - before) / 100;
}

export type ReportParts = { results: readonly Result[]; machine: string; repeats: number };

/** The whole report as Markdown. */
export function reportOf({ results, machine, repeats }: ReportParts): string {
  const ours = results.find(({ engine }) => engine.program === 'ours-library');
  const speed = (result: Result | undefined): number =>
    median(result?.samples.stepsPerSecond ?? []) ?? Number.NaN;
  const measured = results.filter(({ skipped }) => !skipped);
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench -- --write`; not by hand. What is measured and how: [bench/README.md](../bench/README.md).',
    '',
    `${machine}. Medians of ${repeats} processes an engine and work, taken in turns. "ours/x" says how many times more steps a second our library does.`,
    '',
    '## Beside others',
    row(['engine', ...columns.map(([title]) => title), 'ours/x', 'after kill -9 ms']),
    row(['---', ...columns.map(() => '--:'), '--:', '--:']),
    ...measured.map((result) =>
      row([
        result.engine.name,
        ...columns.map(([, metric, share]) => figure(quantile(result.samples[metric] ?? [], share))),
        figure(speed(ours) / speed(result)),
        figure(median(result.samples.afterKillMs ?? [])),
      ]),
    ),
    '',
    '| engine | state | survives |',
    '|---|---|---|',
    ...results.map(({ engine }) => row([engine.name, engine.state, engine.survives])),
    '',
    ...results.flatMap(({ engine, skipped, problems }) => [
      ...(skipped ? [`- ${engine.name}: skipped, ${skipped}`] : []),
      ...problems.map((problem) => `- ${engine.name}: ${problem}`),
    ]),
    '',
    '## Targets',
    '| what | target | measured | met |',
    '|---|--:|--:|---|',
    ...targets.map((target) => targetRow(target, results)),
    '',
    'The cost of one step as the history grows: [step-cost.svg](../bench/results/step-cost.svg).',
    '',
  ].join('\n');
}

function targetRow({ what, relation, limit, program, measured }: Target, results: readonly Result[]): string {
  const samples = results.find(({ engine }) => engine.program === program)?.samples ?? {};
  const value = measured((metric) => samples[metric] ?? []);
  return row([what, `${relation} ${figure(limit)}`, figure(value), metBy(value, relation, limit)]);
}

function metBy(value: number | undefined, relation: Target['relation'], limit: number): string {
  if (value === undefined) return '-';
  const isMet = relation === 'under' ? value < limit : value >= limit;
  return isMet ? 'yes' : '**no**';
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
