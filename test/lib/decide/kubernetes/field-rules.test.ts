import * as kubernetes from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import {
  containerFieldRules,
  containerSecurityRules,
  httpGetFieldRules,
  initContainerFieldRules,
  mountFieldRules,
  portFieldRules,
  probeFieldRules,
} from '../../../../lib/decide/kubernetes/container-field-rules.ts';
import { envFromRules, envRules, valueFromRules } from '../../../../lib/decide/kubernetes/environment-of.ts';
import { checkFields, type FieldRules } from '../../../../lib/decide/kubernetes/field-rules.ts';
import { Findings } from '../../../../lib/decide/kubernetes/findings.ts';
import { podFieldRules, podSecurityRules } from '../../../../lib/decide/kubernetes/pod-field-rules.ts';
import {
  azureFileRules,
  configMapVolumeRules,
  csiRules,
  downwardItemRules,
  downwardRules,
  emptyDirRules,
  gitRepoRules,
  itemRules,
  projectedObjectRules,
  projectedRules,
  projectionRules,
  secretVolumeRules,
  volumeFieldRules,
} from '../../../../lib/decide/kubernetes/volume-field-rules.ts';

/** The types of Kubernetes' own schema, and what says what becomes of their fields. */
const ruled: Array<[string, { getAttributeTypeMap(): Array<{ baseName: string }> }, FieldRules]> = [
  ['PodSpec', kubernetes.V1PodSpec, podFieldRules],
  ['PodSecurityContext', kubernetes.V1PodSecurityContext, podSecurityRules],
  ['Container', kubernetes.V1Container, containerFieldRules],
  ['an init container', kubernetes.V1Container, initContainerFieldRules],
  ['SecurityContext', kubernetes.V1SecurityContext, containerSecurityRules],
  ['ContainerPort', kubernetes.V1ContainerPort, portFieldRules],
  ['Probe', kubernetes.V1Probe, probeFieldRules],
  ['HTTPGetAction', kubernetes.V1HTTPGetAction, httpGetFieldRules],
  ['VolumeMount', kubernetes.V1VolumeMount, mountFieldRules],
  ['EnvVar', kubernetes.V1EnvVar, envRules],
  ['EnvVarSource', kubernetes.V1EnvVarSource, valueFromRules],
  ['EnvFromSource', kubernetes.V1EnvFromSource, envFromRules],
  ['Volume', kubernetes.V1Volume, volumeFieldRules],
  ['EmptyDirVolumeSource', kubernetes.V1EmptyDirVolumeSource, emptyDirRules],
  ['AzureFileVolumeSource', kubernetes.V1AzureFileVolumeSource, azureFileRules],
  ['GitRepoVolumeSource', kubernetes.V1GitRepoVolumeSource, gitRepoRules],
  ['CSIVolumeSource', kubernetes.V1CSIVolumeSource, csiRules],
  ['SecretVolumeSource', kubernetes.V1SecretVolumeSource, secretVolumeRules],
  ['ConfigMapVolumeSource', kubernetes.V1ConfigMapVolumeSource, configMapVolumeRules],
  ['KeyToPath', kubernetes.V1KeyToPath, itemRules],
  ['ProjectedVolumeSource', kubernetes.V1ProjectedVolumeSource, projectedRules],
  ['VolumeProjection', kubernetes.V1VolumeProjection, projectionRules],
  ['SecretProjection', kubernetes.V1SecretProjection, projectedObjectRules],
  ['ConfigMapProjection', kubernetes.V1ConfigMapProjection, projectedObjectRules],
  ['DownwardAPIVolumeSource', kubernetes.V1DownwardAPIVolumeSource, downwardRules],
  ['DownwardAPIVolumeFile', kubernetes.V1DownwardAPIVolumeFile, downwardItemRules],
];

describe('every field of a manifest', () => {
  test.each(ruled)('of %s is mapped, refused, or known to make no difference', (_, type, rules) => {
    const fields = type.getAttributeTypeMap().map(({ baseName }) => baseName);
    expect(fields.filter((field) => !(field in rules))).toEqual([]);
  });

  test('that says why it is refused or without effect says so in a sentence', () => {
    for (const [, , rules] of ruled) {
      for (const [field, rule] of Object.entries(rules)) {
        if (rule.kind === 'mapped') continue;
        expect(rule.why, field).toMatch(rule.kind === 'noEffect' ? /^[^.]+[^.]$/ : /\.$/);
      }
    }
  });
});

describe('checkFields', () => {
  const rules: FieldRules = {
    kept: { kind: 'mapped' },
    quiet: { kind: 'noEffect', why: 'nobody hears it' },
    off: { kind: 'only', values: [false], why: 'It can’t be on.' },
    never: { kind: 'refused', why: 'There is none.' },
  };
  const mistakes = (object: object): string[] => {
    const found = new Findings();
    checkFields(found, 'spec', object, rules);
    return found.causes.map(({ field, message }) => `${field}: ${message}`);
  };

  test('lets pass what asks for nothing', () => {
    expect(mistakes({ kept: 1, quiet: 2, off: false, never: [] })).toEqual([]);
    expect(mistakes({ never: {}, off: null, unknown: undefined })).toEqual([]);
  });

  test('names each field that asks for what there is not', () => {
    expect(mistakes({ off: true, never: 0, unknown: '' })).toEqual([
      'spec.off: It can’t be on. Accepted is false, or nothing.',
      'spec.never: There is none.',
      'spec.unknown: Slipway does not know this field.',
    ]);
  });
});
