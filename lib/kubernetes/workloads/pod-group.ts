import type { Pod } from 'kubernetes-types/core/v1.js';
import type { ContainerRunStatus } from '../../../contract/container-runs.ts';
import { podRunId } from '../../ids.ts';
import type { LogName } from '../../ports/run-documents.ts';
import type { Runs } from '../../ports/runs.ts';

/** The group that a pod has, or had last. */
export type PodGroup = { name: string; attempt: number };

/** Undefined for a pod that never had one. */
export async function podGroupOf({ metadata }: Pod, runs: Runs): Promise<PodGroup | undefined> {
  const record = await runs.read(podRunId(metadata?.uid ?? ''));
  const status = record?.customStatus as ContainerRunStatus | null | undefined;
  return status?.group ? { name: status.group, attempt: status.attempt } : undefined;
}

/** Where the log of a container is archived; a group's only container needs no name. */
export function podLogName({ metadata, spec }: Pod, container: string, attempt: number): LogName {
  const count = (spec?.containers.length ?? 0) + (spec?.initContainers?.length ?? 0);
  return { runId: podRunId(metadata?.uid ?? ''), attempt, ...(count > 1 ? { container } : {}) };
}
