import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Container, PodSpec, Secret } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../../../contract/kube-objects.ts';

/** The object with what Kubernetes fills in where nothing is said. */
export function withDefaults(object: KubeObject): KubeObject {
  if (object.kind === 'Pod') return { ...object, spec: podSpec(object.spec as PodSpec | undefined) };
  if (object.kind === 'Job') return jobWithDefaults(object);
  if (object.kind === 'Secret') return secretWithDefaults(object);
  return object;
}

/** Whether anything that must be there is missing is said later, for all that is wrong with the object. */
function podSpec(written: PodSpec | undefined): PodSpec {
  const spec: Partial<PodSpec> = written ?? {};
  return {
    ...spec,
    restartPolicy: spec.restartPolicy ?? 'Always',
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    dnsPolicy: spec.dnsPolicy ?? 'ClusterFirst',
    schedulerName: spec.schedulerName ?? 'default-scheduler',
    enableServiceLinks: spec.enableServiceLinks ?? true,
    securityContext: spec.securityContext ?? {},
    containers: (spec.containers ?? []).map(container),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(container) } : {}),
  };
}

function container(one: Container): Container {
  const isLatest = !/@|:(?!latest$)[^:/]+$/.test(one.image ?? '');
  return {
    ...one,
    resources: one.resources ?? {},
    terminationMessagePath: one.terminationMessagePath ?? '/dev/termination-log',
    terminationMessagePolicy: one.terminationMessagePolicy ?? 'File',
    imagePullPolicy: one.imagePullPolicy ?? (isLatest ? 'Always' : 'IfNotPresent'),
    ...(one.ports ? { ports: one.ports.map((port) => ({ protocol: 'TCP', ...port })) } : {}),
  };
}

/** The pods of a job are found by its uid. */
function jobWithDefaults(object: KubeObject): KubeObject {
  const spec: Partial<NonNullable<Job['spec']>> = (object as unknown as Job).spec ?? {};
  const { name, uid } = object.metadata;
  const labels = {
    ...spec.template?.metadata?.labels,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const isPlain = spec.completions === undefined && spec.parallelism === undefined;
  return {
    ...object,
    spec: {
      ...spec,
      parallelism: spec.parallelism ?? 1,
      ...(isPlain ? { completions: 1 } : {}),
      backoffLimit: spec.backoffLimit ?? 6,
      completionMode: spec.completionMode ?? 'NonIndexed',
      suspend: spec.suspend ?? false,
      podReplacementPolicy: spec.podReplacementPolicy ?? 'TerminatingOrFailed',
      selector: spec.selector ?? { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: {
        ...spec.template,
        metadata: { ...spec.template?.metadata, labels },
        spec: podSpec(spec.template?.spec),
      },
    },
  };
}

/** `stringData` is for writing only. */
function secretWithDefaults(object: KubeObject): KubeObject {
  const { stringData, ...secret } = object as KubeObject & Pick<Secret, 'data' | 'stringData'>;
  const encoded = Object.entries(stringData ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value).toString('base64'),
  ]);
  const data = { ...secret.data, ...Object.fromEntries(encoded) };
  return {
    ...secret,
    type: secret.type ?? 'Opaque',
    ...(Object.keys(data).length > 0 ? { data } : {}),
  };
}
