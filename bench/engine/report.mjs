import { figure, median, quantile } from './statistics.mjs';

/** What the project asks of its own engine; `measured` picks the figure from the samples of one of ours. */
const targets = [
  [
    'chain of 5, 200 runs at once, steps/s',
    'at least',
    5_000,
    'ours-library',
    (of) => median(of('stepsPerSecond')),
  ],
  ['one run of 5 steps when idle, p50 ms', 'under', 4, 'ours-library', (of) => median(of('idleMs'))],
  ['event to completion, p50 ms', 'under', 1.5, 'ours-library', (of) => median(of('eventMs'))],
  ['1 s timer late, median ms', 'under', 3, 'ours-library', (of) => median(of('timerLateMs'))],
  ['1 s timer, earliest ms', 'at least', 0, 'ours-library', (of) => quantile(of('timerLateMs'), 0)],
  ['fan-out of 500, ms', 'under', 120, 'ours-library', (of) => median(of('fanOut500Ms'))],
  ['fan-out of 10,000, ms', 'under', 5_000, 'ours-library', (of) => median(of('fanOut10000Ms'))],
  ['10,000 waiting instances, MB', 'under', 350, 'ours-host', (of) => median(of('waitingMemoryMb'))],
  ['host start with them, ms', 'under', 1_500, 'ours-host', (of) => median(of('waitingReadyMs'))],
  ['event to one of them, p50 ms', 'under', 3, 'ours-host', (of) => median(of('waitingEventMs'))],
  [
    'a step at 5,000 events of history, ms',
    'under',
    25,
    'ours-library',
    (of) => lastStep(of('historyStampsMs')),
  ],
  [
    'plain HTTP on 1 connection, req/s',
    'at least',
    1_120,
    'ours-host',
    (of) => median(of('requestsPerSecond1')),
  ],
  [
    'plain HTTP on 8 connections, req/s',
    'at least',
    3_390,
    'ours-host',
    (of) => median(of('requestsPerSecond8')),
  ],
  [
    'activity in flight at kill -9 runs again after, ms',
    'under',
    1_000,
    'ours-host',
    (of) => median(of('inFlightAgainMs')),
  ],
];

const columns = [
  ['steps/s', 'stepsPerSecond', 0.5],
  ['idle 5-step p50 ms', 'idleMs', 0.5],
  ['p95 ms', 'idleMs', 0.95],
  ['seen by the client p50 ms', 'idleVisibleMs', 0.5],
  ['event p50 ms', 'eventMs', 0.5],
  ['1 s timer late p50 ms', 'timerLateMs', 0.5],
  ['fan-out 500 ms', 'fanOut500Ms', 0.5],
  ['fan-out 10,000 ms', 'fanOut10000Ms', 0.5],
  ['first run after start ms', 'startUpMs', 0.5],
];

/** The time of a step at the end of a history, over the last hundred. */
function lastStep(stamps) {
  return stamps.length < 101 ? undefined : (stamps.at(-1) - stamps.at(-101)) / 100;
}

/** The whole report as Markdown; `results` has `{ engine, samples, problems, skipped }` for each engine. */
export function reportOf({ results, machine, repeats }) {
  const ours = results.find(({ engine }) => engine.program === 'ours-library');
  const speed = (result) => median(result.samples.stepsPerSecond ?? []);
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
        figure(ours && speed(ours) / speed(result)),
        figure(median(result.samples.afterKillMs ?? [])),
      ]),
    ),
    '',
    '| engine | state | survives |',
    '|---|---|---|',
    ...results.map(({ engine }) => row([engine.name, engine.state, engine.survives])),
    '',
    ...results.flatMap(({ engine, skipped, problems = [] }) => [
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

function targetRow([what, relation, limit, program, pick], results) {
  const samples = results.find(({ engine }) => engine.program === program)?.samples ?? {};
  const value = pick((metric) => samples[metric] ?? []);
  const isMet = relation === 'under' ? value < limit : value >= limit;
  return row([
    what,
    `${relation} ${figure(limit)}`,
    figure(value),
    value === undefined ? '-' : isMet ? 'yes' : '**no**',
  ]);
}

const row = (cells) => `| ${cells.join(' | ')} |`;
