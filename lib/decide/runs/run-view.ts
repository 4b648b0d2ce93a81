import type { ContainerRunStatus } from '../../../contract/container-runs.ts';
import type { ContainerOutcome } from '../../../contract/containers.ts';
import type { JobItemsStatus } from '../../../contract/job-items.ts';
import type { JobStatus } from '../../../contract/jobs.ts';
import type { OrchestratorName } from '../../../contract/orchestrators.ts';
import type {
  PublishManyOutcome,
  PublishManyStatus,
  PublishOutcome,
  PublishRequest,
  PublishStatus,
} from '../../../contract/publishes.ts';
import type { ContainerView, RunKind, RunLinks, RunStatus, RunView } from '../../../contract/run-view.ts';
import type { RunRecord, RunRow } from '../../../contract/runs.ts';
import { statusOfMany } from '../sites/publish-many.ts';
import { arrayPart, graphPart } from './items-view.ts';
import { jobPart, jobStatus, jobTimings } from './job-view.ts';
import { isOver } from './run-row.ts';
import { secondsBetween, timingsOf } from './run-timings.ts';
import { withoutUndefined } from './without-undefined.ts';

export type RunViewInput = {
  record: RunRecord;
  /** The container run of a publish or a job. */
  container?: RunRecord | undefined;
  /** The site runs of a publish of many. */
  siteRuns?: ReadonlyArray<{ site: string; runId: string }> | undefined;
  /** The jobs of a graph that were started. */
  items?: readonly RunRow[] | undefined;
  now: string;
  links: RunLinks;
};

/** The custom statuses that have phases. */
type AnyStatus = JobStatus | JobItemsStatus | PublishStatus | PublishManyStatus;

/** The kind of each orchestrator's runs. */
const runKinds: Record<OrchestratorName, RunKind> = {
  publishSite: 'publish',
  publishSites: 'publishMany',
  runJob: 'job',
  runArray: 'jobArray',
  runGraph: 'jobGraph',
  runContainer: 'container',
  runPod: 'pod',
  runKubeJob: 'kubeJob',
  fleet: 'fleet',
  startServer: 'serverStart',
  drainServer: 'serverDrain',
  removeGroup: 'removal',
  siteLane: 'lane',
  sweepOrphans: 'sweep',
  cleanUp: 'cleanUp',
};

/** Undefined for an instance of an orchestrator that is not the product's. */
export function runKind(name: string): RunKind | undefined {
  return runKinds[name as OrchestratorName];
}

/** Undefined for an instance that is none of the product's runs. */
export function runView({
  record: stored,
  container,
  siteRuns,
  items,
  now,
  links,
}: RunViewInput): RunView | undefined {
  const record = concluded(stored);
  const kind = runKind(record.name);
  if (!kind) return undefined;
  const status = runStatus(kind, record);
  const phases = phasesOf(record);
  const startedAt = phases[0]?.startedAt ?? record.createdAt;
  const endedAt = isOver({ status })
    ? (phases.find(({ phase }) => phase === 'done')?.startedAt ?? record.updatedAt)
    : undefined;
  const common = {
    id: record.id,
    status,
    timings: timingsOf(phases, endedAt ?? now),
    startedAt,
    endedAt,
    seconds: secondsBetween(startedAt, endedAt ?? now),
    message: messageOf(record),
    links,
  };
  switch (kind) {
    case 'publish': {
      const view = { ...publishPart(record), container: containerView(container) };
      return withoutUndefined<RunView>({ kind, ...common, ...view, attempts: view.container?.attempt });
    }
    case 'publishMany':
      return withoutUndefined<RunView>({
        kind,
        ...common,
        phase: phases.at(-1)?.phase,
        sites: sitesOf(record, siteRuns ?? []),
      });
    case 'job':
      return withoutUndefined<RunView>({
        kind,
        ...common,
        status: jobStatus(status, container),
        timings: jobTimings(record, container, endedAt ?? now),
        ...jobPart({ record, container, until: endedAt ?? now }),
      });
    case 'jobArray':
      return withoutUndefined<RunView>({ kind, ...common, ...arrayPart(record) });
    case 'jobGraph':
      return withoutUndefined<RunView>({ kind, ...common, ...graphPart(record, items ?? []) });
    case 'container':
    case 'pod': {
      const view = containerView(record);
      return withoutUndefined<RunView>({ kind, ...common, phase: view?.state, container: view });
    }
    default:
      return withoutUndefined<RunView>({ kind, ...common });
  }
}

function phasesOf({ customStatus }: RunRecord): Array<{ phase: string; startedAt: string }> {
  return objectOf<AnyStatus>(customStatus)?.phases ?? [];
}

/**
 * A publish whose last activities tell others of its end has ended for everybody, a moment before the engine says so. A job has
 * not: who sees it ended looks for its output.
 */
function concluded(record: RunRecord): RunRecord {
  if (record.name === 'runJob') return record;
  const outcome = objectOf<AnyStatus>(record.customStatus)?.outcome;
  return outcome && record.runtimeStatus === 'Running'
    ? { ...record, runtimeStatus: 'Completed', output: outcome }
    : record;
}

/** What the durable status and the output say together. */
export function runStatus(kind: RunKind, record: RunRecord): RunStatus {
  const { runtimeStatus, output } = concluded(record);
  switch (runtimeStatus) {
    case 'Pending':
      return 'pending';
    case 'Completed':
      return outcomeStatus(kind, output);
    case 'Failed':
      return 'failed';
    case 'Terminated':
    case 'Canceled':
      return 'terminated';
    default:
      return 'running';
  }
}

function outcomeStatus(kind: RunKind, output: unknown): RunStatus {
  const ended = objectOf<PublishOutcome | ContainerOutcome>(output)?.kind;
  switch (kind) {
    case 'publish':
      return ended === 'published'
        ? 'succeeded'
        : ended === 'superseded' || ended === 'cancelled'
          ? ended
          : 'failed';
    case 'container':
    case 'job':
    case 'jobArray':
    case 'jobGraph':
      return ended === 'succeeded' || ended === 'cancelled' ? ended : 'failed';
    case 'publishMany': {
      const counts = objectOf<PublishManyOutcome>(output);
      return counts ? statusOfMany(counts) : 'failed';
    }
    default:
      return 'succeeded';
  }
}

function publishPart({ input, output, customStatus }: RunRecord) {
  const status = objectOf<PublishStatus>(customStatus);
  const outcome = objectOf<PublishOutcome>(output);
  const published = outcome?.kind === 'published' ? outcome : undefined;
  const stopped = outcome?.kind === 'failed' || outcome?.kind === 'cancelled' ? outcome : undefined;
  const request = objectOf<PublishRequest>(input);
  return {
    site: request?.site ?? status?.site,
    cause: request?.cause,
    requestedAt: request?.requestedAt,
    phase: stopped?.stage ?? status?.phase,
    commit: outcome?.commit ?? status?.commit,
    release: published?.release ?? status?.release,
    changed: published?.changed,
    liveUrl: published?.liveUrl ?? status?.liveUrl,
    live: published?.live,
  };
}

function containerView(record: RunRecord | undefined): ContainerView | undefined {
  const status = objectOf<ContainerRunStatus>(record?.customStatus);
  if (!record || !status) return undefined;
  const { group, image, attempt, state, step, waitsFor, exitCode } = status;
  return withoutUndefined({ run: record.id, group, image, attempt, state, step, waitsFor, exitCode });
}

/** What the output says to people; the engine's own text where the run did not end by itself. */
function messageOf({ output, runtimeStatus }: RunRecord): string | undefined {
  if (typeof output === 'string' && runtimeStatus !== 'Completed') return output.slice(0, 2_000);
  const outcome = objectOf<{ message?: unknown; by?: unknown }>(output);
  if (typeof outcome?.message === 'string') return outcome.message;
  return typeof outcome?.by === 'string' ? `Superseded by ${outcome.by}` : undefined;
}

function sitesOf(record: RunRecord, siteRuns: ReadonlyArray<{ site: string; runId: string }>) {
  return objectOf<PublishManyOutcome>(record.output)?.sites ?? [...siteRuns];
}

/** Stored values are what the orchestrators wrote, or a text or null where the run did not come so far. */
function objectOf<T extends object>(value: unknown): T | undefined {
  return typeof value === 'object' && value !== null ? (value as T) : undefined;
}
