import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1.js';
import { humanDuration } from './human-duration.ts';

/** Of a pod, as kubectl shows it: how many containers are ready, the word that says most, and the restarts. */
export function podCells(pod: Pod, now: Date): { ready: string; status: string; restarts: string } {
  const containers = pod.status?.containerStatuses ?? [];
  const ready = containers.filter((each) => each.ready && each.state?.running).length;
  return {
    ready: `${ready}/${pod.spec?.containers.length ?? 0}`,
    status: statusOf(pod),
    restarts: restartsOf(pod, now),
  };
}

function statusOf(pod: Pod): string {
  const { status } = pod;
  const phase = status?.reason || status?.phase || 'Unknown';
  const initial = initReason(pod);
  const reason = initial ?? containerReason(status?.containerStatuses ?? [], phase, pod);
  if (!pod.metadata?.deletionTimestamp) return reason;
  return ['Succeeded', 'Failed'].includes(status?.phase ?? '') ? reason : 'Terminating';
}

/** Undefined when all init containers have ended well. */
function initReason({ spec, status }: Pod): string | undefined {
  const total = spec?.initContainers?.length ?? 0;
  for (const [index, { state }] of (status?.initContainerStatuses ?? []).entries()) {
    if (state?.terminated?.exitCode === 0) continue;
    if (state?.terminated) return `Init:${endOf(state.terminated)}`;
    const reason = state?.waiting?.reason;
    return reason && reason !== 'PodInitializing' ? `Init:${reason}` : `Init:${index}/${total}`;
  }
  return undefined;
}

/** The first container that waits or has ended says most. */
function containerReason(containers: readonly ContainerStatus[], phase: string, { status }: Pod): string {
  let reason = phase;
  let running = false;
  for (const { state, ready } of [...containers].reverse()) {
    if (state?.waiting?.reason) reason = state.waiting.reason;
    else if (state?.terminated) reason = endOf(state.terminated);
    else if (ready && state?.running) running = true;
  }
  if (reason !== 'Completed' || !running) return reason;
  const isReady = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return isReady ? 'Running' : 'NotReady';
}

function endOf({ reason, signal, exitCode }: { reason?: string; signal?: number; exitCode: number }): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function restartsOf({ status }: Pod, now: Date): string {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const count = all.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const ends = all.flatMap(({ lastState }) => lastState?.terminated?.finishedAt ?? []).sort();
  const last = ends.at(-1);
  if (count === 0 || !last) return String(count);
  return `${count} (${humanDuration(now.getTime() - Date.parse(last))} ago)`;
}
