import { expect, test } from 'vitest';
import { decodeProtobuf } from '../../../../lib/kubernetes/protobuf/decode-protobuf.ts';

/** One field that has bytes, all shorter than 128. */
function bytes(number: number, ...parts: Array<Buffer | string>): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  return Buffer.concat([Buffer.of((number << 3) | 2, body.length), body]);
}

function enveloped(apiVersion: string, kind: string, raw: Buffer): Buffer {
  const typeMeta = bytes(1, bytes(1, apiVersion), bytes(2, kind));
  return Buffer.concat([Buffer.from('k8s\0'), typeMeta, bytes(2, raw)]);
}

test('a secret is read as it would stand in JSON, without what is empty', () => {
  const metadata = bytes(1, bytes(1, 'login'), bytes(2, ''), bytes(11, bytes(1, 'app'), bytes(2, 'web')));
  const raw = Buffer.concat([
    metadata,
    bytes(2, bytes(1, 'user'), bytes(2, 'ann')),
    bytes(2, bytes(1, 'password'), bytes(2, 'hunter2')),
    bytes(3, 'Opaque'),
    Buffer.of(5 << 3, 1),
  ]);
  expect(decodeProtobuf(enveloped('v1', 'Secret', raw))).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login', labels: { app: 'web' } },
    data: { user: 'YW5u', password: 'aHVudGVyMg==' },
    type: 'Opaque',
    immutable: true,
  });
});

test.each([
  ['a kind that is not known', enveloped('v1', 'Pod', bytes(1)), 'a Pod can’t'],
  [
    'a field that is not known, which must not be lost',
    enveloped('v1', 'ConfigMap', bytes(9, 'x')),
    'the field 9 of ConfigMap',
  ],
  ['a length beyond the end', enveloped('v1', 'ConfigMap', Buffer.of((2 << 3) | 2, 99)), 'broken'],
  ['a number that does not end', enveloped('v1', 'ConfigMap', Buffer.of(4 << 3, 0xff)), 'broken'],
  ['bytes of something else', Buffer.from('{}'), 'no protobuf of Kubernetes'],
])('%s is refused', (_, body, message) => {
  expect(() => decodeProtobuf(body)).toThrow(message.replace('’', "'"));
});
