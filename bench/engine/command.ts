/** The benchmark's command: our engine and its peers at the same work, in turns, each time in a new process. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeSection } from '../benchmarks-file.ts';
import { type Engine, engines, type Work } from './engines.ts';
import { type Result, reportOf } from './report.ts';
import { nodePath, runWork, type Servers } from './run-work.ts';
import { startPostgres } from './servers/postgres.ts';
import { startRedis } from './servers/redis.ts';
import { stepCostPlot } from './step-cost-plot.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** OrchestratorStarted, TaskCompleted, TaskScheduled, OrchestratorCompleted: what one step adds to a history. */
const eventsPerStep = 4;
const fullSizes = {
  chains: 200,
  idleRuns: 30,
  events: 10,
  timers: 5,
  fanOuts: [500, 10_000],
  waiting: 10_000,
  historySteps: 5_000 / eventsPerStep,
  historyLimitMs: 50_000,
  httpSeconds: 4,
};
/** What is not done by then is given up, for this work of this engine. */
const workLimitMs = 120_000;
const quickSizes = { ...fullSizes, idleRuns: 10, timers: 2, httpSeconds: 1, waiting: 1_000 };

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    repeats: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const names = engines.map(({ program }) => program);
const wanted = options.only?.split(',') ?? names;
for (const name of wanted)
  if (!names.includes(name)) refuse(`There is no engine "${name}". Choose among: ${names.join(', ')}.`);
const repeats = options.quick ? 1 : Number(options.repeats);
if (!Number.isInteger(repeats) || repeats < 1)
  refuse(`--repeats "${options.repeats}" is no number of repeats, 3 for example.`);
if (options.quick && options.write)
  refuse('--quick measures smaller works than the report names. Leave it out to write the report.');

const chosen = engines.filter(({ program }) => wanted.includes(program));
const needs = (server: Engine['server']): boolean => chosen.some((engine) => engine.server === server);
const postgres = needs('postgres') ? await startPostgres() : undefined;
const redis = needs('redis') ? await startRedis() : undefined;
const servers: Servers = { ...(postgres && { postgres }), ...(redis && { redis }) };
const results: Result[] = chosen.map((engine) => ({
  engine,
  samples: {},
  problems: [],
  skipped: missing(engine),
}));
for (let repeat = 0; repeat < repeats; repeat++)
  for (const work of [...new Set(chosen.flatMap(({ works }) => works))])
    for (const result of results)
      if (!result.skipped && result.engine.works.includes(work)) await once(result, work, repeat);
await postgres?.stop();
await redis?.stop();

const nodeVersion = execFileSync(nodePath, ['--version'], { encoding: 'utf8' }).trim();
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model}), Node ${nodeVersion} for all`;
const report = reportOf({ results, machine, repeats });
process.stdout.write(`${report}\n`);
if (options.write) write(report);
if (results.some(({ engine, problems }) => engine.program.startsWith('ours') && problems.length > 0))
  process.exit(1);

function refuse(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}

function missing({ server, needs }: Engine): string | undefined {
  if (server && !servers[server])
    return `this machine has no ${server === 'redis' ? 'redis-server' : 'Postgres'}`;
  if (needs && spawnSync('sh', ['-c', `command -v ${needs}`]).status !== 0)
    return `this machine has no ${needs}`;
  return undefined;
}

async function once(result: Result, work: Work, repeat: number): Promise<void> {
  process.stderr.write(`${repeat + 1}/${repeats} ${result.engine.name}: ${work}\n`);
  const sizes = options.quick ? quickSizes : fullSizes;
  const { samples, problem } = await runWork({
    engine: result.engine,
    work,
    repeat,
    sizes,
    servers,
    limitMs: workLimitMs,
  });
  for (const [metric, values] of Object.entries(samples)) {
    // Of a history's stamps one run is enough, and several would be no history.
    const before = metric === 'historyStampsMs' ? [] : (result.samples[metric] ?? []);
    result.samples[metric] = [...before, ...values];
  }
  if (problem === undefined) return;
  result.problems.push(`${work}: ${problem}`);
  process.stderr.write(`  ${problem}\n`);
}

function write(report: string): void {
  mkdirSync(`${root}bench/results`, { recursive: true });
  writeSection('engine', report);
  const plain = results.map(({ engine, samples, problems, skipped }) => ({
    engine: engine.program,
    ...(skipped ? { skipped } : { samples, problems }),
  }));
  writeFileSync(
    `${root}bench/results/engine.json`,
    `${JSON.stringify({ machine, repeats, results: plain }, null, 1)}\n`,
  );
  const stamps = results.find(({ samples }) => samples.historyStampsMs)?.samples.historyStampsMs;
  if (stamps) writeFileSync(`${root}bench/results/step-cost.svg`, stepCostPlot(stamps, eventsPerStep));
}
