import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1.js';
import { isFinalExit } from '../../decide/containers/container-exit.ts';
import { logIncrement, logOverlapChars } from '../../decide/containers/log-increment.ts';
import { restartPolicyOf } from '../../decide/kubernetes/pod-terms.ts';
import { longestFollowMs } from '../../longest-follow.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Containers } from '../../ports/containers.ts';
import type { RunDocuments } from '../../ports/run-documents.ts';
import type { Runs } from '../../ports/runs.ts';
import type { PodLogOptions, PodLogs } from '../kube-workloads.ts';
import { type PodGroup, podGroupOf, podLogName } from './pod-group.ts';
import { addedText, lastLines, limited, linesSince, sinceMs } from './pod-log-text.ts';

export type PodLogDependencies = {
  containers: Pick<Containers, 'read' | 'readLog'>;
  /** The log of a container, each line with its time. Undefined: none. */
  readTimedLog(group: string, container: string): Promise<string | undefined>;
  documents: Pick<RunDocuments, 'readLogTail'>;
  clock: Clock;
  /** Resolves after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
};

/** As much as Azure keeps of a running container's log. */
const mostChars = 4 * 1_024 * 1_024;

const followPauseMs = 1_000;

/** One log: what there is of it so far. Undefined: nothing yet. */
type Reader = () => Promise<string | undefined>;

/**
 * The log of a container: what is archived and what Azure has more. Its times are Azure's, so they are gone with the group; an
 * archived log is new enough when its container ended late enough.
 */
export async function podLogs(
  deps: PodLogDependencies,
  pod: Pod,
  options: PodLogOptions,
  runs: Runs,
): Promise<PodLogs> {
  const container = options.container ?? pod.spec?.containers[0]?.name ?? '';
  const group = await podGroupOf(pod, runs);
  const since = sinceMs(options, deps.clock.now().getTime());
  const needsTimes = options.timestamps || since !== undefined;
  const archived = archivedReader(deps, pod, container, group);
  const timed: Reader = async () => {
    const text = group && (await deps.readTimedLog(group.name, container));
    return text === undefined ? undefined : linesSince(text, since, options.timestamps);
  };
  const first = needsTimes ? await timed() : await archived();
  if (first === undefined) {
    const old = needsTimes ? await archived() : undefined;
    if (old === undefined) return { kind: 'none', message: waitingMessage(pod, container) };
    if (options.timestamps) {
      const message =
        'the group of this pod is gone, and with it the times of its log: ask without --timestamps';
      return { kind: 'none', message };
    }
    const isNew = Date.parse(finishedAt(pod, container) ?? '') >= (since ?? 0);
    return {
      kind: 'logs',
      text: limited(only(isNew ? lastLines(old, options.tailLines) : ''), options.limitBytes),
    };
  }
  const begin = lastLines(first, options.tailLines);
  const text =
    options.follow && group
      ? followed(deps, pod, { container, group, begin, first, read: needsTimes ? timed : archived })
      : only(begin);
  return { kind: 'logs', text: limited(text, options.limitBytes) };
}

/** What is archived, and what Azure has more than that. */
function archivedReader(
  { containers, documents }: PodLogDependencies,
  pod: Pod,
  container: string,
  group: PodGroup | undefined,
): Reader {
  return async () => {
    const archive = await documents.readLogTail(podLogName(pod, container, group?.attempt ?? 1), mostChars);
    const reading = group && (await containers.readLog(group.name, container));
    if (reading === undefined) return archive.bytes > 0 ? archive.text : undefined;
    const archivedTail = archive.text.slice(-logOverlapChars);
    return archive.text + logIncrement({ archivedTail, archivedBytes: archive.bytes, reading });
  };
}

/** The log as it grows, until its container has ended, or the longest time is over. */
async function* followed(
  { containers, clock, pause }: PodLogDependencies,
  pod: Pod,
  log: { container: string; group: PodGroup; begin: string; first: string; read: Reader },
): AsyncGenerator<string> {
  const policy = restartPolicyOf(pod);
  const isOver = async (): Promise<boolean> => {
    const state = await containers.read(log.group.name);
    if (state.kind === 'absent') return true;
    const shown = [...state.initContainers, ...state.containers].find(({ name }) => name === log.container);
    return shown !== undefined && isFinalExit(shown, policy, state.groupState);
  };
  const endsAt = clock.now().getTime() + longestFollowMs;
  yield log.begin;
  let before = log.first;
  for (;;) {
    const over = await isOver();
    const text = (await log.read()) ?? before;
    const added = addedText(before, text);
    if (added !== '') yield added;
    before = text;
    if (over || clock.now().getTime() >= endsAt) return;
    await pause(followPauseMs);
  }
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return all.find(({ name }) => name === container);
}

function finishedAt(pod: Pod, container: string): string | undefined {
  return statusOf(pod, container)?.state?.terminated?.finishedAt;
}

function waitingMessage(pod: Pod, container: string): string {
  const reason = statusOf(pod, container)?.state?.waiting?.reason ?? 'ContainerCreating';
  return `container "${container}" in pod "${pod.metadata?.name}" is waiting to start: ${reason}`;
}
