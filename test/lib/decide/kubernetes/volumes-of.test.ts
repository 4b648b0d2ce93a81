import type { Volume, VolumeMount } from 'kubernetes-types/core/v1.js';
import { describe, expect, test } from 'vitest';
import { podToGroup } from '../../../../lib/decide/kubernetes/pod-to-group.ts';
import { aContainer, aContext, aPod, groupOf, mistakesOf } from './a-pod.ts';

const objects = {
  configMaps: { settings: { 'app.json': '{}', 'log.json': '[]' } },
  secrets: {
    tls: { keys: ['tls.crt', 'tls.key'] },
    share: { keys: ['azurestorageaccountname', 'azurestorageaccountkey'], storageAccount: 'store' },
  },
};
const podWith = (volume: Partial<Volume>, mount: Partial<VolumeMount> = {}) =>
  aPod(
    {
      containers: [aContainer({ volumeMounts: [{ name: 'files', mountPath: '/files', ...mount }] })],
      volumes: [{ name: 'files', ...volume }],
    },
    { labels: { app: 'shop', tier: 'web' } },
  );
const volumeOf = (volume: Partial<Volume>) => groupOf(podWith(volume), objects).volumes?.[0];
const key = (resource: string, name: string, of: string) => ({
  kind: 'kubernetes',
  resource,
  namespace: 'shop',
  name,
  key: of,
});

describe('a volume', () => {
  test.each<[Partial<Volume>, object]>([
    [{ emptyDir: {} }, { kind: 'emptyDir' }],
    [
      { gitRepo: { repository: 'https://example.org/r.git', revision: 'v1', directory: '.' } },
      { kind: 'gitRepo', repository: 'https://example.org/r.git', revision: 'v1', directory: '.' },
    ],
    [
      { azureFile: { shareName: 'data', secretName: 'share', readOnly: true } },
      {
        kind: 'azureFile',
        share: 'data',
        account: 'store',
        key: key('secrets', 'share', 'azurestorageaccountkey'),
        readOnly: true,
      },
    ],
    [
      { csi: { driver: 'file.csi.azure.com', volumeAttributes: { shareName: 'data', secretName: 'share' } } },
      {
        kind: 'azureFile',
        share: 'data',
        account: 'store',
        key: key('secrets', 'share', 'azurestorageaccountkey'),
      },
    ],
    [
      { secret: { secretName: 'tls' } },
      {
        kind: 'secret',
        files: { 'tls.crt': key('secrets', 'tls', 'tls.crt'), 'tls.key': key('secrets', 'tls', 'tls.key') },
      },
    ],
    [
      { configMap: { name: 'settings', items: [{ key: 'app.json', path: 'config.json' }] } },
      { kind: 'secret', files: { 'config.json': key('configmaps', 'settings', 'app.json') } },
    ],
    [
      { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      { kind: 'secret', files: { labels: { kind: 'text', text: 'app="shop"\ntier="web"' } } },
    ],
    [
      {
        projected: {
          sources: [
            { secret: { name: 'tls', items: [{ key: 'tls.crt', path: 'ca.crt' }] } },
            { configMap: { name: 'settings' } },
            { downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
          ],
        },
      },
      {
        kind: 'secret',
        files: {
          'ca.crt': key('secrets', 'tls', 'tls.crt'),
          'app.json': key('configmaps', 'settings', 'app.json'),
          'log.json': key('configmaps', 'settings', 'log.json'),
          name: { kind: 'text', text: 'web' },
        },
      },
    ],
  ])('%j is one of Azure’s', (volume, mapped) => {
    expect(volumeOf(volume)).toEqual({ name: 'files', ...mapped });
  });

  test.each<[string, Partial<Volume>]>([
    ['persistentVolumeClaim', { persistentVolumeClaim: { claimName: 'x' } }],
    ['nfs', { nfs: { server: 'x', path: '/' } }],
    ['hostPath', { hostPath: { path: '/' } }],
    ['emptyDir.medium', { emptyDir: { medium: 'Memory' } }],
    [
      'csi.driver',
      { csi: { driver: 'disk.csi.azure.com', volumeAttributes: { shareName: 'data', secretName: 'share' } } },
    ],
    [
      'csi.volumeAttributes.shareName',
      { csi: { driver: 'file.csi.azure.com', volumeAttributes: { secretName: 'share' } } },
    ],
    ['secret.defaultMode', { secret: { secretName: 'tls', defaultMode: 256 } }],
    [
      'secret.items[0].mode',
      { secret: { secretName: 'tls', items: [{ key: 'tls.key', path: 'key', mode: 256 }] } },
    ],
    [
      'configMap.items[0]',
      { configMap: { name: 'settings', items: [{ key: 'app.json', path: 'etc/app.json' }] } },
    ],
    [
      'projected.sources[0].serviceAccountToken',
      { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
    ],
    [
      'projected.sources[1]',
      { projected: { sources: [{ configMap: { name: 'settings' } }, { configMap: { name: 'settings' } }] } },
    ],
  ])('is refused for its %s', (field, volume) => {
    expect(Object.keys(mistakesOf(podWith(volume), objects))).toContain(`spec.volumes[0].${field}`);
  });

  test.each<[Partial<VolumeMount>, string]>([
    [{ subPath: 'app.json' }, 'subPath'],
    [{ subPathExpr: '$(NAME)' }, 'subPathExpr'],
    [{ mountPropagation: 'Bidirectional' }, 'mountPropagation'],
    [{ name: 'nobody' }, 'name'],
    [{ mountPath: '' }, 'mountPath'],
    [{ mountPath: 'c:/x' }, 'mountPath'],
  ])('is not mounted with %j', (mount, field) => {
    expect(Object.keys(mistakesOf(podWith({ emptyDir: {} }, mount)))).toEqual([
      `spec.containers[0].volumeMounts[0].${field}`,
    ]);
  });

  test('is mounted for reading where that is asked', () => {
    const [container] = groupOf(podWith({ emptyDir: {} }, { readOnly: true })).containers;
    expect(container?.mounts).toEqual([{ volume: 'files', path: '/files', readOnly: true }]);
  });

  test('is waited for unless it is optional: Kubernetes requires what is not said to be', () => {
    const missing = (optional?: boolean) =>
      podWith({ configMap: { name: 'none', ...(optional ? { optional } : {}) } });
    expect(podToGroup(missing(), aContext())).toEqual({
      kind: 'waiting',
      missing: [{ field: 'spec.volumes[0].configMap', resource: 'configmaps', name: 'none' }],
    });
    expect(groupOf(missing(true)).volumes).toEqual([{ name: 'files', kind: 'emptyDir' }]);
  });

  test('has a name that Azure takes, and no other volume has', () => {
    const volumes = ['tmp', 'volume-tmp', 'a--b', 'logs1'].map((name) => ({ name, emptyDir: {} }));
    const names = groupOf(aPod({ volumes })).volumes?.map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
    for (const name of names ?? []) expect(name).toMatch(/^(?!.*--)[a-z0-9-]{5,63}$/);
    expect(names).toContain('logs1');
  });
});
