/**
 * Runs an array of small jobs on a whole local cloud, the same jobs by a bare script, and the array once more with creations that
 * fail and a host that is killed. See bench/README.md.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { writeSection } from '../benchmarks-file.ts';
import { runBare } from './bare-script.ts';
import { BenchCloud } from './bench-cloud.ts';
import { disturb } from './inject-faults.ts';
import { jobsReport, problemsOf } from './report.ts';
import { runArray } from './run-array.ts';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '300' },
    parallelism: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
});
const jobs = Number(values.jobs);
const parallelism = Number(values.parallelism);

/** From two to four, so that the jobs do not march in step. */
const seconds = Array.from({ length: jobs }, (_, n) => 2 + ((n * 37) % 101) / 50);

/** Before these the app's code is compiled, and its connections are made, for the first time. */
const warmUps = 3 * parallelism;

async function onCloud<Figures>(
  title: string,
  work: (cloud: BenchCloud) => Promise<Figures>,
): Promise<Figures & { load: number }> {
  process.stdout.write(`${title} ...\n`);
  const cloud = await BenchCloud.start();
  try {
    const figures = await work(cloud);
    return { ...figures, load: loadavg()[0] ?? 0 };
  } finally {
    await cloud.stop();
  }
}

const ours = await onCloud('An array', async (cloud) => {
  await runArray(cloud, new Array(warmUps).fill(0.5), parallelism);
  const before = cloud.processorSeconds();
  const figures = await runArray(cloud, seconds, parallelism);
  const after = cloud.processorSeconds();
  const msPerJob = (used: number): number => (used * 1_000) / jobs;
  return {
    ...figures,
    appMsPerJob: msPerJob(after.app - before.app),
    surroundingsMsPerJob: msPerJob(after.surroundings - before.surroundings),
  };
});
const bare = await onCloud('The same by a bare script', (cloud) => runBare(cloud, seconds, parallelism));
const disturbed = await onCloud('The array again, disturbed', async (cloud) => {
  const disturbance = disturb(cloud, jobs);
  const figures = await runArray(cloud, seconds, parallelism, disturbance.during);
  return { ...figures, faults: disturbance.faults, kills: disturbance.kills };
});

const figures = {
  ...{ jobs, parallelism, ours, bare, disturbed },
  workSeconds: seconds.reduce((sum, each) => sum + each, 0),
  machine: `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}`,
  load: { ours: ours.load, bare: bare.load },
};
const report = jobsReport(figures);
process.stdout.write(`\n${report}\n`);
if (values.write) writeSection('jobs', report);
const problems = problemsOf(figures);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
