import { describe, expect, test } from 'vitest';
import { strategicMerge } from '../../../lib/kubernetes/patches/strategic-merge.ts';
import { schemaOfKind } from '../../../lib/kubernetes/schema/kube-schema.ts';

const schema = schemaOfKind('v1', 'Pod');
const pod = {
  metadata: { labels: { app: 'web', tier: 'front' }, finalizers: ['x/a', 'x/b'] },
  spec: {
    tolerations: [{ key: 'a' }],
    containers: [
      { name: 'main', image: 'one', env: [{ name: 'A', value: '1' }] },
      { name: 'side', image: 'two' },
    ],
    volumes: [{ name: 'v', emptyDir: {} }],
  },
};
const spec = (patch: object) => (strategicMerge(schema, pod, { spec: patch }) as typeof pod).spec;

describe('a strategic merge patch', () => {
  test('changes the elements that its keys name, adds others, and leaves the rest', () => {
    const { containers } = spec({
      containers: [
        { name: 'main', env: [{ name: 'B', value: '2' }] },
        { name: 'new', image: 'three' },
      ],
    });
    expect(containers).toEqual([
      {
        name: 'main',
        image: 'one',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      { name: 'side', image: 'two' },
      { name: 'new', image: 'three' },
    ]);
  });

  test('removes an element by a directive, and a field by null', () => {
    const patch = {
      containers: [
        { name: 'side', $patch: 'delete' },
        { name: 'main', env: null },
      ],
    };
    expect(spec(patch).containers).toEqual([{ name: 'main', image: 'one' }]);
    expect(strategicMerge(schema, pod, { spec: null })).toEqual({ metadata: pod.metadata });
    expect(spec({ containers: [{ name: 'none', $patch: 'delete' }] }).containers).toEqual(
      pod.spec.containers,
    );
  });

  test('replaces a list, or an object, as a whole where it says so', () => {
    expect(spec({ containers: [{ name: 'only', image: 'x' }, { $patch: 'replace' }] }).containers).toEqual([
      { name: 'only', image: 'x' },
    ]);
    const labels = { $patch: 'replace', app: 'db' };
    expect(strategicMerge(schema, pod, { metadata: { labels } })).toMatchObject({
      metadata: { labels: { app: 'db' } },
    });
  });

  test('replaces lists that have no keys', () => {
    expect(spec({ tolerations: [{ key: 'b' }] }).tolerations).toEqual([{ key: 'b' }]);
  });

  test('orders elements as it says', () => {
    const order = { '$setElementOrder/containers': [{ name: 'side' }, { name: 'main' }] };
    expect(spec(order).containers.map(({ name }) => name)).toEqual(['side', 'main']);
    const added = spec({
      '$setElementOrder/containers': [{ name: 'new' }, { name: 'main' }],
      containers: [{ name: 'new', image: 'x' }],
    });
    expect(added.containers.map(({ name }) => name)).toEqual(['new', 'side', 'main']);
  });

  test('adds to sets of plain values, and takes from them', () => {
    const merged = (metadata: object) => strategicMerge(schema, pod, { metadata }) as typeof pod;
    expect(merged({ finalizers: ['x/b', 'x/c'] }).metadata.finalizers).toEqual(['x/a', 'x/b', 'x/c']);
    expect(merged({ '$deleteFromPrimitiveList/finalizers': ['x/a'] }).metadata.finalizers).toEqual(['x/b']);
  });

  test('keeps only the keys that it retains', () => {
    const patch = { volumes: [{ name: 'v', $retainKeys: ['name', 'secret'], secret: { secretName: 's' } }] };
    expect(spec(patch).volumes).toEqual([{ name: 'v', secret: { secretName: 's' } }]);
  });

  test('with an element without its key, or an unknown directive, is refused', () => {
    expect(() => spec({ containers: [{ image: 'x' }] })).toThrow('merge key: name');
    expect(() => spec({ $patch: 'explode' })).toThrow('explode');
  });

  test('changes nothing of what it is applied to', () => {
    const before = structuredClone(pod);
    spec({ containers: [{ name: 'main', image: 'x' }] });
    expect(pod).toEqual(before);
  });
});
