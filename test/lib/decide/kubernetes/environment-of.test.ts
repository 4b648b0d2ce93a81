import type { Container, EnvVar } from 'kubernetes-types/core/v1.js';
import { describe, expect, test } from 'vitest';
import { podToGroup } from '../../../../lib/decide/kubernetes/pod-to-group.ts';
import { aContainer, aContext, aPod, groupOf, mistakesOf } from './a-pod.ts';

const objects = {
  configMaps: { settings: { LEVEL: 'debug', EMPTY: '' } },
  secrets: { db: { keys: ['PASSWORD', 'USER'] } },
};
const podWith = (container: Partial<Container>) =>
  aPod({ containers: [aContainer(container)] }, { labels: { app: 'shop' }, annotations: { owner: 'me' } });
const variablesOf = (container: Partial<Container>) => {
  const [mapped] = groupOf(podWith(container), objects).containers;
  return { ...mapped?.environment, ...mapped?.secrets };
};
const secret = (key: string) => ({
  kind: 'kubernetes',
  resource: 'secrets',
  namespace: 'shop',
  name: 'db',
  key,
});

describe('the variables of a container', () => {
  test('keep their values, the empty ones too', () => {
    expect(
      variablesOf({ env: [{ name: 'A', value: 'b' }, { name: 'EMPTY', value: '' }, { name: 'NONE' }] }),
    ).toEqual({
      A: 'b',
      EMPTY: '',
      NONE: '',
    });
  });

  test('come from keys of configmaps, and of secrets by name', () => {
    const env: EnvVar[] = [
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVEL' } } },
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'PASSWORD' } } },
    ];
    expect(variablesOf({ env })).toEqual({ LEVEL: 'debug', PASSWORD: secret('PASSWORD') });
  });

  test('come from whole objects, and the later one counts', () => {
    expect(
      variablesOf({
        envFrom: [{ configMapRef: { name: 'settings' } }, { prefix: 'DB_', secretRef: { name: 'db' } }],
        env: [{ name: 'LEVEL', value: 'info' }],
      }),
    ).toEqual({ LEVEL: 'info', EMPTY: '', DB_PASSWORD: secret('PASSWORD'), DB_USER: secret('USER') });
  });

  test('refer to those before them, and are secret with them', () => {
    const env: EnvVar[] = [
      { name: 'HOST', value: 'db.test' },
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'PASSWORD' } } },
      { name: 'URL', value: 'pg://me:$(PASSWORD)@$(HOST)/$(LATER)$$(HOST)' },
      { name: 'LATER', value: 'x' },
    ];
    expect(variablesOf({ env }).URL).toEqual({
      kind: 'joined',
      parts: [
        { kind: 'text', text: 'pg://me:' },
        secret('PASSWORD'),
        { kind: 'text', text: '@' },
        { kind: 'text', text: 'db.test' },
        { kind: 'text', text: '/' },
        { kind: 'text', text: '$(LATER)' },
        { kind: 'text', text: '$' },
        { kind: 'text', text: '(HOST)' },
      ],
    });
  });

  test.each([
    ['metadata.name', 'web'],
    ['metadata.namespace', 'shop'],
    ['metadata.uid', 'uid-1'],
    ["metadata.labels['app']", 'shop'],
    ["metadata.labels['none']", ''],
    ["metadata.annotations['owner']", 'me'],
    ['spec.nodeName', 'slipway'],
    ['spec.serviceAccountName', 'default'],
  ])('say what %s is', (fieldPath, value) => {
    expect(variablesOf({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath } } }] })).toEqual({
      A: value,
    });
  });

  test.each([
    ['limits.cpu', undefined, '1'],
    ['limits.cpu', '1m', '250'],
    ['requests.memory', '1Mi', '64'],
    ['limits.memory', undefined, '134217728'],
  ])('say what %s in %s is', (resource, divisor, value) => {
    const resources = { requests: { memory: '64Mi' }, limits: { cpu: '250m', memory: '128Mi' } };
    const resourceFieldRef = { resource, ...(divisor ? { divisor } : {}) };
    expect(variablesOf({ resources, env: [{ name: 'A', valueFrom: { resourceFieldRef } }] })).toEqual({
      A: value,
    });
  });

  test('wait for what must be there, and do without what need not', () => {
    const refs = (optional?: boolean): EnvVar[] => [
      {
        name: 'A',
        valueFrom: { secretKeyRef: { name: 'db', key: 'NONE', ...(optional ? { optional } : {}) } },
      },
      {
        name: 'B',
        valueFrom: { configMapKeyRef: { name: 'none', key: 'x', ...(optional ? { optional } : {}) } },
      },
    ];
    expect(podToGroup(podWith({ env: refs() }), aContext(objects))).toEqual({
      kind: 'waiting',
      missing: [
        {
          field: 'spec.containers[0].env[0].valueFrom.secretKeyRef',
          resource: 'secrets',
          name: 'db',
          key: 'NONE',
        },
        {
          field: 'spec.containers[0].env[1].valueFrom.configMapKeyRef',
          resource: 'configmaps',
          name: 'none',
        },
      ],
    });
    expect(
      variablesOf({ env: refs(true), envFrom: [{ secretRef: { name: 'none', optional: true } }] }),
    ).toEqual({});
  });

  test.each<[string, EnvVar]>([
    ['env[0].name', { name: 'my.var', value: 'x' }],
    ['env[0].name', { name: 'SLIPWAY_INPUT', value: 'x' }],
    [
      'env[0].valueFrom.fieldRef.fieldPath',
      { name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ],
    ['env[0].valueFrom', { name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    [
      'env[0].valueFrom.resourceFieldRef.resource',
      { name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.x' } } },
    ],
  ])('are refused by %s', (field, variable) => {
    expect(Object.keys(mistakesOf(podWith({ env: [variable] }), objects))).toEqual([
      `spec.containers[0].${field}`,
    ]);
  });
});
