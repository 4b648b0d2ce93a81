import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldCause } from '../../../contract/field-causes.ts';
import type { KubeObject } from '../../../contract/kube-objects.ts';
import { annotationCauses, keyCauses, labelCauses, nameCauses } from './object-names.ts';

/** What is wrong with an object beyond its schema, whether it can be run or not. */
export function objectCauses(object: KubeObject): FieldCause[] {
  const { name, labels, annotations } = object.metadata;
  return [
    ...nameCauses(name, object.kind === 'Namespace'),
    ...labelCauses(labels, 'metadata.labels'),
    ...annotationCauses(annotations),
    ...(kindCauses[object.kind]?.(object) ?? []),
  ];
}

const kindCauses: Record<string, (object: KubeObject) => FieldCause[]> = {
  ConfigMap: ({ data, binaryData }) => [
    ...keyCauses(data as Record<string, unknown>, 'data'),
    ...keyCauses(binaryData as Record<string, unknown>, 'binaryData'),
    ...base64Causes(binaryData as Record<string, string>, 'binaryData'),
  ],
  Job: (object) => {
    const { spec } = object as unknown as Job;
    return [
      ...podCauses(spec?.template?.spec, 'spec.template.spec'),
      ...restartCauses(spec?.template?.spec?.restartPolicy, ['OnFailure', 'Never'], 'spec.template.spec'),
      ...(['parallelism', 'completions', 'backoffLimit', 'ttlSecondsAfterFinished'] as const)
        .filter((name) => (spec?.[name] ?? 0) < 0)
        .map((name) => invalidValue(`spec.${name}`, spec?.[name], 'must be greater than or equal to 0')),
    ];
  },
  Pod: (object) => {
    const spec = object.spec as PodSpec;
    return [
      ...podCauses(spec, 'spec'),
      ...restartCauses(spec?.restartPolicy, ['Always', 'OnFailure', 'Never'], 'spec'),
    ];
  },
  Secret: ({ data }) => [
    ...keyCauses(data as Record<string, unknown>, 'data'),
    ...base64Causes(data as Record<string, string>, 'data'),
  ],
};

function podCauses(spec: PodSpec | undefined, at: string): FieldCause[] {
  if (!spec?.containers?.length)
    return [{ field: `${at}.containers`, reason: 'FieldValueRequired', message: 'Required value' }];
  const containers = [
    ...(spec.initContainers ?? []).map((each, index) => ({ each, at: `${at}.initContainers[${index}]` })),
    ...spec.containers.map((each, index) => ({ each, at: `${at}.containers[${index}]` })),
  ];
  const names = containers.map(({ each }) => each.name);
  return containers.flatMap(({ each, at: place }, index) => [
    ...containerCauses(each, place),
    ...(names.indexOf(each.name) < index
      ? [
          {
            field: `${place}.name`,
            reason: 'FieldValueDuplicate' as const,
            message: `Duplicate value: "${each.name}"`,
          },
        ]
      : []),
  ]);
}

function containerCauses({ name, image }: Container, at: string): FieldCause[] {
  const hasImage = image !== undefined && image.trim() !== '';
  return [
    ...nameCauses(name, true, `${at}.name`),
    ...(hasImage
      ? []
      : [{ field: `${at}.image`, reason: 'FieldValueRequired' as const, message: 'Required value' }]),
  ];
}

function restartCauses(policy: string | undefined, known: readonly string[], at: string): FieldCause[] {
  if (policy !== undefined && known.includes(policy)) return [];
  const values = known.map((each) => JSON.stringify(each)).join(', ');
  return [
    {
      field: `${at}.restartPolicy`,
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(policy ?? '')}: supported values: ${values}`,
    },
  ];
}

function base64Causes(data: Record<string, string> | undefined, field: string): FieldCause[] {
  return (
    Object.entries(data ?? {})
      .filter(([, value]) => !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value))
      // The value itself may be a secret.
      .map(([key]) => ({
        field: `${field}[${key}]`,
        reason: 'FieldValueInvalid',
        message: 'Invalid value: it is not base64; put plain text into stringData',
      }))
  );
}

function invalidValue(field: string, value: unknown, why: string): FieldCause {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}
