import { createHash } from 'node:crypto';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Container } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../../contract/kube-objects.ts';
import { indexAnnotation } from '../decide/kubernetes/job-indexes.ts';
import { kubeTime } from './kube-time.ts';

const indexVariable = 'JOB_COMPLETION_INDEX';

/**
 * A pod that a job makes. It is named after the version at which the job looked, so that who makes it twice makes the same pod, and
 * none is ever taken for one before it. `index`: of an indexed job.
 */
export function jobPod(
  job: KubeObject,
  { version, number, index, now }: { version: string; number: number; index: number | undefined; now: Date },
): KubeObject {
  const { name, namespace = 'default', uid } = job.metadata;
  const { template } = (job as unknown as Job).spec ?? {};
  const digest = createHash('sha256').update(`${uid}\n${version}\n${number}`).digest('hex');
  const indexed: Record<string, string> = index === undefined ? {} : { [indexAnnotation]: String(index) };
  const { containers = [], initContainers, ...spec } = template?.spec ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${index === undefined ? '' : `${index}-`}${digest.slice(0, 5)}`,
      generateName: `${name}-`,
      namespace,
      uid: `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`,
      resourceVersion: '',
      creationTimestamp: kubeTime(now),
      labels: {
        ...template?.metadata?.labels,
        ...indexed,
        'batch.kubernetes.io/controller-uid': uid,
        'batch.kubernetes.io/job-name': name,
        'controller-uid': uid,
        'job-name': name,
      },
      annotations: { ...template?.metadata?.annotations, ...indexed },
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: {
      ...spec,
      containers: containers.map((container) => withIndex(container, index)),
      ...(initContainers ? { initContainers: initContainers.map((each) => withIndex(each, index)) } : {}),
    },
    status: { phase: 'Pending' },
  };
}

/** Containers of an indexed job find their index in a variable, unless they have one of the name. */
function withIndex(container: Container, index: number | undefined): Container {
  const { env = [] } = container;
  if (index === undefined || env.some(({ name }) => name === indexVariable)) return container;
  const fieldRef = { fieldPath: `metadata.annotations['${indexAnnotation}']` };
  return { ...container, env: [...env, { name: indexVariable, valueFrom: { fieldRef } }] };
}
