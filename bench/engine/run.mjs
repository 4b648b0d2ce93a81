/** `npm run bench`: our engine and its peers at the same work, in turns, each time in a new process. See bench/README.md. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prepare } from '../../scripts/prepare.mjs';
import { engines } from './engines.mjs';
import { reportOf } from './report.mjs';
import { stepCostPlot } from './step-cost-plot.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
/** ExecutionStarted, TaskScheduled and so on: what one step adds to a history. */
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
const workLimitMs = 60_000;
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
  if (!names.includes(name)) {
    process.stderr.write(`There is no engine "${name}". Choose among: ${names.join(', ')}.\n`);
    process.exit(2);
  }

prepare();
if (!existsSync(`${here}node_modules/.package-lock.json`))
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here, stdio: 'inherit' });
register('../../test/conformance/load-typescript.mjs', import.meta.url);
const { startPostgres } = await import('./servers/postgres.ts');
const { startRedis } = await import('./servers/redis.ts');
const { nodePath, runWork } = await import('./run-work.mjs');

const chosen = engines.filter(({ program }) => wanted.includes(program));
const needs = (server) => chosen.some((engine) => engine.server === server);
const servers = {
  postgres: needs('postgres') ? await startPostgres() : undefined,
  redis: needs('redis') ? await startRedis() : undefined,
};
const results = chosen.map((engine) => ({
  engine,
  samples: {},
  problems: [],
  skipped: missing(engine),
}));
const repeats = options.quick ? 1 : Number(options.repeats);
for (let repeat = 0; repeat < repeats; repeat++)
  for (const work of [...new Set(chosen.flatMap(({ works }) => works))])
    for (const result of results)
      if (!result.skipped && result.engine.works.includes(work)) await once(result, work, repeat);
await servers.postgres?.stop();
await servers.redis?.stop();

const nodeVersion = execFileSync(nodePath, ['--version'], { encoding: 'utf8' }).trim();
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model}), Node ${nodeVersion} for all`;
const report = reportOf({ results, machine, repeats });
process.stdout.write(`${report}\n`);
if (options.write) write(report);
if (results.some(({ engine, problems }) => engine.program.startsWith('ours') && problems.length > 0))
  process.exit(1);

function missing({ server, needs }) {
  if (server && !servers[server])
    return `this machine has no ${server === 'redis' ? 'redis-server' : 'Postgres'}`;
  if (needs && spawnSync('sh', ['-c', `command -v ${needs}`]).status !== 0)
    return `this machine has no ${needs}`;
  return undefined;
}

async function once(result, work, repeat) {
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

function write(report) {
  mkdirSync(`${root}bench/results`, { recursive: true });
  writeFileSync(`${root}docs/benchmarks.md`, report);
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
