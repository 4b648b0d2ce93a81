/**
 * What kubectl sends in protobuf: objects that it makes from flags, such as `create configmap` and `create job`. Manifests come as
 * JSON. The numbers are Kubernetes' own, and no package of the registry has them; a body with a field that is not here is refused.
 */
/** `ignored`: clients can't say it. */
export type FieldKind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'time'
  | 'stringMap'
  | 'bytesMap'
  | 'ignored'
  | MessageName;

export type Field = { name: string; kind: FieldKind; repeated?: true };

export type MessageName =
  | 'ConfigMap'
  | 'Container'
  | 'Job'
  | 'JobSpec'
  | 'Namespace'
  | 'NamespaceSpec'
  | 'ObjectMeta'
  | 'PodSpec'
  | 'PodTemplateSpec'
  | 'ResourceRequirements'
  | 'Secret';

const field = (name: string, kind: FieldKind): Field => ({ name, kind });
const list = (name: string, kind: FieldKind): Field => ({ name, kind, repeated: true });

/** Fields by their numbers. */
export const messages: Record<MessageName, Record<number, Field>> = {
  ConfigMap: {
    1: field('metadata', 'ObjectMeta'),
    2: field('data', 'stringMap'),
    3: field('binaryData', 'bytesMap'),
    4: field('immutable', 'boolean'),
  },
  Container: {
    1: field('name', 'string'),
    2: field('image', 'string'),
    3: list('command', 'string'),
    4: list('args', 'string'),
    5: field('workingDir', 'string'),
    8: field('resources', 'ResourceRequirements'),
    13: field('terminationMessagePath', 'string'),
    14: field('imagePullPolicy', 'string'),
    16: field('stdin', 'boolean'),
    17: field('stdinOnce', 'boolean'),
    18: field('tty', 'boolean'),
    20: field('terminationMessagePolicy', 'string'),
  },
  Job: {
    1: field('metadata', 'ObjectMeta'),
    2: field('spec', 'JobSpec'),
    3: field('status', 'ignored'),
  },
  JobSpec: {
    1: field('parallelism', 'number'),
    2: field('completions', 'number'),
    3: field('activeDeadlineSeconds', 'number'),
    6: field('template', 'PodTemplateSpec'),
    7: field('backoffLimit', 'number'),
    8: field('ttlSecondsAfterFinished', 'number'),
  },
  Namespace: {
    1: field('metadata', 'ObjectMeta'),
    2: field('spec', 'NamespaceSpec'),
    3: field('status', 'ignored'),
  },
  NamespaceSpec: {},
  ObjectMeta: {
    1: field('name', 'string'),
    2: field('generateName', 'string'),
    3: field('namespace', 'string'),
    4: field('selfLink', 'string'),
    5: field('uid', 'string'),
    6: field('resourceVersion', 'string'),
    7: field('generation', 'number'),
    8: field('creationTimestamp', 'time'),
    11: field('labels', 'stringMap'),
    12: field('annotations', 'stringMap'),
    14: list('finalizers', 'string'),
  },
  PodSpec: {
    2: list('containers', 'Container'),
    3: field('restartPolicy', 'string'),
    4: field('terminationGracePeriodSeconds', 'number'),
    5: field('activeDeadlineSeconds', 'number'),
    6: field('dnsPolicy', 'string'),
    8: field('serviceAccountName', 'string'),
    9: field('serviceAccount', 'string'),
    10: field('nodeName', 'string'),
    11: field('hostNetwork', 'boolean'),
    12: field('hostPID', 'boolean'),
    13: field('hostIPC', 'boolean'),
    16: field('hostname', 'string'),
    17: field('subdomain', 'string'),
    19: field('schedulerName', 'string'),
    20: list('initContainers', 'Container'),
    24: field('priorityClassName', 'string'),
  },
  PodTemplateSpec: { 1: field('metadata', 'ObjectMeta'), 2: field('spec', 'PodSpec') },
  ResourceRequirements: {},
  Secret: {
    1: field('metadata', 'ObjectMeta'),
    2: field('data', 'bytesMap'),
    3: field('type', 'string'),
    4: field('stringData', 'stringMap'),
    5: field('immutable', 'boolean'),
  },
};
