import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { FieldCause } from '../../../contract/field-causes.ts';
import type { KubeObject } from '../../../contract/kube-objects.ts';
import { jobToGroup } from '../../decide/kubernetes/job-causes.ts';
import type { KubernetesReferences, PodContext } from '../../decide/kubernetes/pod-context.ts';
import { podToGroup } from '../../decide/kubernetes/pod-to-group.ts';
import { kubeJobRunId } from '../../ids.ts';
import type { Containers } from '../../ports/containers.ts';
import type { KubeObjects } from '../../ports/kube-objects.ts';
import type { RunDocuments } from '../../ports/run-documents.ts';
import type { Runs } from '../../ports/runs.ts';
import type { KubeWorkloads } from '../kube-workloads.ts';
import { asPod, refOf } from '../pod-objects.ts';
import { podReferences } from '../pod-references.ts';
import { startPod } from '../start-pod.ts';
import { stopPod } from '../stop-pod.ts';
import { type PodLogDependencies, podLogs } from './pod-logs.ts';
import type { ContainerConnections } from './pod-terminal.ts';
import { podTerminal } from './pod-terminal.ts';

export type WorkloadDependencies = Omit<PodLogDependencies, 'containers' | 'documents'> & {
  objects: KubeObjects;
  containers: Containers;
  documents: RunDocuments;
  connections: ContainerConnections;
  settings: { hub: string; locations: readonly string[] };
};

/** Runs pods as container groups. */
export function containerWorkloads(deps: WorkloadDependencies): KubeWorkloads {
  const { objects, containers, documents, settings } = deps;
  return {
    refusals: async (workload) => causesOf(workload, await contextOf(objects, workload, settings.locations)),
    async start(workload, runs) {
      const object = workload as unknown as KubeObject;
      if (isJob(workload)) await startJob(runs, object);
      else await startPod(runs, object, { hub: settings.hub });
    },
    async stop(workload, runs) {
      const object = workload as unknown as KubeObject;
      if (isJob(workload)) await wakeJob(runs, object);
      else await stopPod({ objects, containers, documents, hub: settings.hub }, runs, object);
    },
    logs: (pod, options, runs) => podLogs(deps, pod, options, runs),
    exec: (pod, request, runs) => podTerminal(deps.connections, pod, request, runs),
  };
}

/** What can never run. What a manifest refers to may still come. */
function causesOf(workload: Pod | Job, context: PodContext): FieldCause[] {
  const mapping = isJob(workload) ? jobToGroup(workload, context) : podToGroup(workload, context);
  return mapping.kind === 'refused' ? mapping.causes : [];
}

async function contextOf(
  objects: KubeObjects,
  workload: Pod | Job,
  locations: readonly string[],
): Promise<PodContext> {
  const { spec } = isJob(workload)
    ? (workload.spec?.template ?? {})
    : asPod(workload as unknown as KubeObject);
  const { metadata } = workload;
  const references: KubernetesReferences = await podReferences(objects, {
    ...(metadata ? { metadata } : {}),
    ...(spec ? { spec } : {}),
  });
  return { references, locations };
}

async function startJob(runs: Runs, object: KubeObject): Promise<void> {
  await runs.start('runKubeJob', { id: kubeJobRunId(object.metadata.uid), input: { job: refOf(object) } });
}

/** A job that has ended has no run any more, and one is needed to remove it. */
async function wakeJob(runs: Runs, object: KubeObject): Promise<void> {
  const id = kubeJobRunId(object.metadata.uid);
  const state = await runs.stateOf(id);
  if (state === 'active' || state === 'suspended') await runs.raise(id, 'podEnded', { pod: '' });
  else await startJob(runs, object);
}

function isJob(workload: Pod | Job): workload is Job {
  return workload.kind === 'Job';
}
