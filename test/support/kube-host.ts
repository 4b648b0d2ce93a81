import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { app } from '@azure/functions';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { onTestFinished } from 'vitest';
import type { KubeObject } from '../../contract/kube-objects.ts';
import { updateObject } from '../../lib/kubernetes/update-object.ts';
import { silentTelemetry } from '../../lib/telemetry/silent-telemetry.ts';
import { systemClock } from '../../local/clock.ts';
import { type FunctionsHost, startFunctionsHost } from '../../local/functions/index.ts';
import type { TriggerDependencies } from '../../triggers/dependencies.ts';
import { kubernetesApi, kubernetesApiFunction } from '../../triggers/kubernetes/kubernetes-api.ts';
import { FakeKubeObjects } from './fakes/fake-kube-objects.ts';
import { FakeKubeWorkloads } from './fakes/fake-kube-workloads.ts';
import { FakeRuns } from './fakes/fake-runs.ts';

/** The Kubernetes API on a Functions host of its own, in real time for real clients, over a store in memory. */
export type KubeHost = {
  origin: string;
  server: string;
  objects: FakeKubeObjects;
  workloads: FakeKubeWorkloads;
  /** Writes the status of a pod, as what runs it does. */
  setPodStatus(name: string, status: Pod['status']): Promise<void>;
  host: FunctionsHost;
};

export async function startKubeHost(gatewayUrl?: string): Promise<KubeHost> {
  const objects = new FakeKubeObjects();
  const workloads = new FakeKubeWorkloads();
  const host = await startFunctionsHost({
    app: {
      register() {
        const { name, ...options } = kubernetesApiFunction;
        const handler = kubernetesApi({
          clock: { now: () => new Date() },
          newId: randomUUID,
          settings: { publicUrl: 'http://127.0.0.1:1', kubeGatewayUrl: gatewayUrl, hub: 'test' },
          version: '1.2.3',
          runsOf: () => new FakeRuns(),
          tracing: silentTelemetry.tracing,
          kubernetes: {
            objects,
            workloads,
            hasAccess: async () => true,
          },
          pause: (milliseconds: number) => pause(Math.min(milliseconds, 20), undefined, { ref: false }),
        } as unknown as TriggerDependencies);
        app.http(name, { ...options, handler });
      },
    },
    port: 0,
    clock: systemClock,
  });
  onTestFinished(() => host.stop());
  return {
    host,
    origin: host.origin,
    server: `${host.origin}/api/k8s`,
    objects,
    workloads,
    async setPodStatus(name, status) {
      await updateObject(objects, { resource: 'pods', namespace: 'default', name }, (pod) => ({
        ...pod,
        status: status as KubeObject['status'],
      }));
    },
  };
}
