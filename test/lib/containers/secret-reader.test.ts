import { describe, expect, test } from 'vitest';
import type { SecretSource } from '../../../contract/container-specs.ts';
import { secretReader } from '../../../lib/containers/secret-reader.ts';
import { FakeKubeObjects } from '../../support/fakes/fake-kube-objects.ts';
import { fakeSecrets } from '../../support/fakes/fake-outside.ts';

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const bytes = new Uint8Array([0, 255, 128]);

async function aReader() {
  const kubeObjects = new FakeKubeObjects();
  const put = (resource: string, kind: string, name: string, held: object) =>
    kubeObjects.create(
      { resource, namespace: 'shop', name },
      {
        apiVersion: 'v1',
        kind,
        metadata: { name, namespace: 'shop', uid: name, resourceVersion: '', creationTimestamp: '' },
        ...held,
      },
    );
  await put('secrets', 'Secret', 'db', {
    data: { password: base64('s3cret'), raw: base64(bytes), empty: '' },
  });
  await put('configmaps', 'ConfigMap', 'settings', {
    data: { level: 'debug' },
    binaryData: { raw: base64(bytes) },
  });
  await put('secrets', 'Secret', 'pull', {
    data: {
      '.dockerconfigjson': base64(
        JSON.stringify({
          auths: {
            'https://shop.azurecr.io/v1/': { auth: base64('bot:pass:word') },
            'other.test': { username: 'me', password: 'mine' },
          },
        }),
      ),
    },
  });
  return secretReader({ secrets: fakeSecrets({ TOKEN: 't0ken' }), kubeObjects });
}

const kubernetes = (resource: 'configmaps' | 'secrets', name: string, key: string): SecretSource => ({
  kind: 'kubernetes',
  resource,
  namespace: 'shop',
  name,
  key,
});

describe('secretReader', () => {
  test.each<[SecretSource, string | undefined]>([
    [{ kind: 'setting', name: 'TOKEN' }, 't0ken'],
    [{ kind: 'setting', name: 'NONE', optional: true }, undefined],
    [{ kind: 'text', text: 'plain' }, 'plain'],
    [kubernetes('secrets', 'db', 'password'), 's3cret'],
    [kubernetes('secrets', 'db', 'empty'), ''],
    [kubernetes('configmaps', 'settings', 'level'), 'debug'],
    [{ kind: 'registryPassword', namespace: 'shop', name: 'pull', server: 'shop.azurecr.io' }, 'pass:word'],
    [{ kind: 'registryPassword', namespace: 'shop', name: 'pull', server: 'other.test' }, 'mine'],
    [
      { kind: 'joined', parts: [{ kind: 'text', text: 'pw=' }, kubernetes('secrets', 'db', 'password')] },
      'pw=s3cret',
    ],
  ])('reads %j', async (source, value) => {
    expect(await (await aReader()).text(source, 'The variable X')).toBe(value);
  });

  test.each([kubernetes('secrets', 'db', 'raw'), kubernetes('configmaps', 'settings', 'raw')])(
    'keeps every byte of a file',
    async (source) => {
      const file = await (await aReader()).file(source, 'The file x');
      expect(Buffer.from(file as Uint8Array).equals(bytes)).toBe(true);
    },
  );

  test.each<[string, string, SecretSource]>([
    [
      'settings-invalid',
      'add the setting SLIPWAY_SECRET_NONE to the app.',
      { kind: 'setting', name: 'NONE' },
    ],
    ['object-missing', 'needs the key "x" of the secret "db" in "shop"', kubernetes('secrets', 'db', 'x')],
    ['object-missing', 'needs the key "x" of the configmap "none"', kubernetes('configmaps', 'none', 'x')],
    [
      'object-missing',
      'needs the password of none.test',
      { kind: 'registryPassword', namespace: 'shop', name: 'pull', server: 'none.test' },
    ],
  ])('says %s of what does not exist and must', async (code, text, source) => {
    const reader = await aReader();
    await expect(reader.text(source, 'The variable X')).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text),
    });
  });
});
