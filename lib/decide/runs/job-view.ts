import type { ContainerRunStatus } from '../../../contract/container-runs.ts';
import type { ContainerSummary, ContainerUsage } from '../../../contract/containers.ts';
import type { JobOutcome, JobRequest, JobStatus, JobValue } from '../../../contract/jobs.ts';
import type { JobView, RunStatus, Timing } from '../../../contract/run-view.ts';
import type { RunRecord, RunRow } from '../../../contract/runs.ts';
import { addUsage, noUsage } from '../containers/container-usage.ts';
import { jobEnd } from '../jobs/job-end.ts';
import { expiresAt } from '../jobs/job-row.ts';
import { isOver } from './run-row.ts';
import { secondsBetween, timingsOf } from './run-timings.ts';

/** What a view of a job has beside that of any run. */
export type JobPart = Pick<JobView, 'containers' | 'cost' | 'attempts'> & Partial<JobView>;

export type JobPartInput = {
  record: RunRecord;
  /** The run of its containers. */
  container?: RunRecord | undefined;
  /** Its end, or now. */
  until: string;
};

/** A job by its durable instance, and by that of its containers. */
export function jobPart({ record, container, until }: JobPartInput): JobPart {
  const request = record.input as JobRequest | null;
  const outcome = record.output as JobOutcome | string | null;
  const shown = container?.customStatus as ContainerRunStatus | null | undefined;
  const common = {
    job: request?.job,
    cause: request?.cause,
    parent: request?.parent,
    rerunOf: request?.rerunOf,
    requestedAt: request?.requestedAt,
    run: container?.id,
    group: shown?.group,
  };
  if (outcome && typeof outcome === 'object') {
    const { containers, cost, attempts } = outcome;
    return {
      ...common,
      expiresAt: expiresAtOf(record),
      end: jobEnd(outcome),
      containers,
      attempts,
      cost,
      ...outputPart(outcome.output),
    };
  }
  return {
    ...common,
    phase: phaseOf(record, shown),
    waitsFor: shown?.waitsFor,
    step: shown?.step,
    containers: containersOf(request, shown),
    attempts: shown?.attempt ?? 0,
    cost: usageSoFar(request, shown, until),
  };
}

/** A job whose history has gone, or that has none yet. */
export function jobRowPart(row: RunRow): JobPart {
  const { job, cause, parent, rerunOf, end, containers = [], cost = noUsage, attempts = 0, output } = row;
  return {
    job,
    cause: cause as JobView['cause'],
    parent,
    rerunOf,
    end,
    containers,
    attempts,
    cost,
    ...(isOver(row) ? {} : { status: 'pending', phase: 'queued' }),
    timings: rowTimings(row),
    ...outputPart(output),
  };
}

/** A row knows no more than when it was asked for and when it ended. */
function rowTimings({ startedAt, endedAt }: RunRow): Timing[] {
  if (startedAt === undefined || endedAt === undefined) return [];
  return timingsOf([{ phase: 'running', startedAt }], endedAt);
}

/** The waiting for a place and for the start apart from the work, where it is known when that began. */
export function jobTimings(record: RunRecord, container: RunRecord | undefined, until: string): Timing[] {
  const { phases = [] } = (record.customStatus ?? {}) as Partial<JobStatus>;
  const { startedAt } = (container?.customStatus ?? {}) as Partial<ContainerRunStatus>;
  return timingsOf(
    phases.flatMap(({ phase, startedAt: since }): Array<{ phase: string; startedAt: string }> => {
      if (phase !== 'running') return [{ phase, startedAt: since }];
      const starting = { phase: 'starting', startedAt: since };
      return startedAt === undefined ? [starting] : [starting, { phase, startedAt }];
    }),
    until,
  );
}

/** Until it has its first container group, a job is pending for people, whatever its instance does. */
export function jobStatus(status: RunStatus, container: RunRecord | undefined): RunStatus {
  const { state, attempt } = (container?.customStatus ?? {}) as Partial<ContainerRunStatus>;
  return status === 'running' && (state === undefined || (state === 'queued' && attempt === 1))
    ? 'pending'
    : status;
}

function phaseOf(
  { customStatus }: RunRecord,
  shown: ContainerRunStatus | null | undefined,
): JobView['phase'] {
  const { phases } = (customStatus ?? {}) as Partial<JobStatus>;
  const phase = phases?.at(-1)?.phase;
  if (phase === 'collecting') return phase;
  return shown?.state === 'ended' ? 'collecting' : (shown?.state ?? 'queued');
}

function containersOf(
  request: JobRequest | null,
  shown: ContainerRunStatus | null | undefined,
): ContainerSummary[] {
  if (shown?.containers) return shown.containers;
  const state = shown?.state === 'running' ? 'running' : 'waiting';
  return (request?.spec.group.containers ?? []).map(({ name }) => ({ name, state, restartCount: 0 }));
}

/** Of the attempts before, and of the one that runs since it began to. */
function usageSoFar(
  request: JobRequest | null,
  shown: ContainerRunStatus | null | undefined,
  until: string,
): ContainerUsage {
  const before = shown?.usage ?? noUsage;
  if (shown?.state !== 'running' || shown.startedAt === undefined) return before;
  const seconds = secondsBetween(shown.startedAt, until);
  return (request?.spec.group.containers ?? [])
    .map(({ cpu, memoryGb }) => ({ vcpuSeconds: cpu * seconds, memoryGbSeconds: memoryGb * seconds }))
    .reduce(addUsage, before);
}

function expiresAtOf({ input, customStatus, updatedAt }: RunRecord): string | undefined {
  const request = input as JobRequest | null;
  if (request?.parent) return undefined;
  const { phases } = (customStatus ?? {}) as Partial<JobStatus>;
  return expiresAt(request?.spec.timeToLiveMinutes, phases?.at(-1)?.startedAt ?? updatedAt);
}

function outputPart(output: JobValue | undefined): Pick<JobView, 'output' | 'outputReference'> {
  if (!output) return {};
  return output.kind === 'inline' ? { output: output.value } : { outputReference: { bytes: output.bytes } };
}
