import type { ContainerSpec, Placement } from '../../../contract/container-specs.ts';
import type { ContainerGroupState, ContainerUsage } from '../../../contract/containers.ts';
import { sizedContainers } from './group-size.ts';

export const noUsage: ContainerUsage = { vcpuSeconds: 0, memoryGbSeconds: 0 };

/**
 * What the containers of one group had, each from its own start to its own end where Azure showed them, else from the group's
 * creation until its end was known. Milliseconds since the epoch.
 */
export function containerUsage(
  group: { containers: ContainerSpec[] },
  placement: Placement,
  {
    createdMs,
    endedMs,
    state,
  }: { createdMs: number; endedMs: number; state?: ContainerGroupState | undefined },
): ContainerUsage {
  const shown = state?.kind === 'present' ? state.containers : [];
  return sizedContainers(group, placement)
    .map(({ name, cpu, memoryGb }) => {
      const { startedAt, finishedAt } = shown.find((container) => container.name === name) ?? {};
      const from = startedAt === undefined ? createdMs : Date.parse(startedAt);
      const to = finishedAt === undefined ? endedMs : Date.parse(finishedAt);
      const seconds = Math.max(0, to - from) / 1_000;
      return { vcpuSeconds: cpu * seconds, memoryGbSeconds: memoryGb * seconds };
    })
    .reduce(addUsage, noUsage);
}

export function addUsage(one: ContainerUsage, other: ContainerUsage): ContainerUsage {
  return {
    vcpuSeconds: toMillis(one.vcpuSeconds + other.vcpuSeconds),
    memoryGbSeconds: toMillis(one.memoryGbSeconds + other.memoryGbSeconds),
  };
}

/** Sums of fractions end in digits that mean nothing. */
function toMillis(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
