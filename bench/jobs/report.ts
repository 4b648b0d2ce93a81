import { figure, median, quantile } from '../engine/statistics.ts';
import type { BareFigures } from './bare-script.ts';
import type { ArrayFigures } from './run-array.ts';

/** What the project asks of a job: all but the process itself, at the median. */
const goalMs = 40;

/** Milliseconds of a processor for one job: of the app, and of storage, containers and all else. */
export type ProcessorFigures = { appMsPerJob: number; surroundingsMsPerJob: number };

export type JobsFigures = {
  jobs: number;
  parallelism: number;
  /** Seconds that the jobs themselves take, all together. */
  workSeconds: number;
  machine: string;
  load: { ours: number; bare: number };
  ours: ArrayFigures & ProcessorFigures;
  bare: BareFigures;
  disturbed: ArrayFigures & { faults: number; kills: number };
};

/** The part of docs/benchmarks.md about jobs. */
export function jobsReport(figures: JobsFigures): string {
  const { jobs, parallelism, workSeconds, machine, load, ours, bare, disturbed } = figures;
  const best = workSeconds / parallelism;
  const row = (name: string, { wallMs, overheadsMs }: BareFigures, load: number): string =>
    `| ${[
      name,
      figure(median(overheadsMs)),
      figure(quantile(overheadsMs, 0.95)),
      figure(wallMs / 1_000),
      figure(load),
    ].join(' | ')} |`;
  const ratio = (median(bare.overheadsMs) ?? Number.NaN) / (median(ours.overheadsMs) ?? Number.NaN);
  return [
    '## Jobs',
    '',
    `An array of ${jobs} jobs that take two to four seconds, ${parallelism} at a time, on a whole local cloud; without any overhead it would`,
    `take ${figure(best)} s. Overhead is all of a job but its process: from its row in the list of runs to its end there. ${machine}.`,
    '',
    '| | overhead p50 ms | p95 ms | in all s | load of the machine |',
    '|---|--:|--:|--:|--:|',
    row('an array', ours, load.ours),
    row('a bare script that looks every second', bare, load.bare),
    '',
    `The bare script's overhead is ${figure(ratio)} times ours. ${goalText(median(ours.overheadsMs), load.ours)}`,
    '',
    `Whatever else the machine does, a job takes ${figure(ours.appMsPerJob)} ms of a processor in the app and ${figure(ours.surroundingsMsPerJob)} ms in the storage`,
    'and in the stand-in for Azure.',
    '',
    `With ${disturbed.faults} creations failing by quota, capacity, a registry's 429 and a node that never comes, and the host killed`,
    `${disturbed.kills} times: ${outcomeText(disturbed)}, in ${figure(disturbed.wallMs / 1_000)} s; ${disturbed.retried} jobs took more than one container group.`,
    '',
    `- ${wrongText([...ours.wrong, ...disturbed.wrong])}`,
    `- ${leftText([...ours.groupsLeft, ...disturbed.groupsLeft])}`,
  ].join('\n');
}

/** Why a run of the bench counts as failed; empty when it does not. */
export function problemsOf({ jobs, ours, disturbed }: JobsFigures): string[] {
  return [ours, disturbed].flatMap((array) => [
    ...(array.counts.succeeded === jobs ? [] : [`not all succeeded: ${outcomeText(array)}`]),
    ...array.wrong.map((item) => `wrong: ${item}`),
    ...array.groupsLeft.map((group) => `left: ${group}`),
  ]);
}

function goalText(overheadMs: number | undefined, load: number): string {
  if (overheadMs === undefined) return '';
  if (overheadMs < goalMs) return `Under the goal of ${goalMs} ms.`;
  return `**The goal of ${goalMs} ms is missed**, on a machine whose load was ${figure(load)}.`;
}

function outcomeText({ counts }: ArrayFigures): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([status, count]) => `${count} ${status}`).join(', ');
}

function wrongText(wrong: readonly string[]): string {
  return wrong.length === 0
    ? 'Every job is accounted for, and none ran to success twice.'
    : `**Not accounted for, or run to success twice:** ${wrong.join(', ')}.`;
}

function leftText(left: readonly string[]): string {
  return left.length === 0 ? 'No container group is left.' : `**Left:** ${left.join(', ')}.`;
}
