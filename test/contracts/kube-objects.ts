import { describe, expect, test } from 'vitest';
import type { KubeKey, KubeObject } from '../../contract/kube-objects.ts';
import type { KubeObjects } from '../../lib/ports/kube-objects.ts';

/** What the app relies on of any KubeObjects. `make` gives an empty store that keeps `kept` changes at least. */
export function kubeObjectsContract(name: string, make: (kept?: number) => KubeObjects): void {
  describe(`Kubernetes objects of ${name}`, () => {
    test('are created once, and read as they were written', async () => {
      const objects = make();
      const first = written(await objects.create(keyOf('web'), aPod('web')));
      expect(await objects.create(keyOf('web'), aPod('web'))).toEqual({ kind: 'conflict' });
      expect(await objects.read(keyOf('web'))).toEqual(first);
      expect(first).toMatchObject({ spec: { note: 'ü' }, metadata: { name: 'web' } });
      expect(await objects.read(keyOf('other'))).toBeUndefined();
    });

    test('are replaced only over the version that the writer has read', async () => {
      const objects = make();
      const first = written(await objects.create(keyOf('web'), aPod('web')));
      const second = written(await objects.replace(keyOf('web'), { ...first, spec: { note: 'new' } }));
      expect(await objects.replace(keyOf('web'), first)).toEqual({ kind: 'conflict' });
      expect(await objects.read(keyOf('web'))).toEqual(second);
      expect(await objects.replace(keyOf('none'), first)).toEqual({ kind: 'absent' });
    });

    test('are removed at once, or only as the version that is named', async () => {
      const objects = make();
      const first = written(await objects.create(keyOf('web'), aPod('web')));
      expect(await objects.remove(keyOf('web'), '999')).toEqual({ kind: 'conflict' });
      const removed = written(await objects.remove(keyOf('web'), first.metadata.resourceVersion));
      expect(removed.spec).toEqual(first.spec);
      expect(await objects.remove(keyOf('web'))).toEqual({ kind: 'absent' });
      expect(await objects.read(keyOf('web'))).toBeUndefined();
    });

    test('have versions that grow with every write, whatever is written', async () => {
      const objects = make();
      const pod = written(await objects.create(keyOf('a'), aPod('a')));
      const other = written(await objects.create(keyOf('b', 'configmaps'), aPod('b')));
      const again = written(await objects.replace(keyOf('a'), pod));
      const gone = written(await objects.remove(keyOf('b', 'configmaps')));
      const versions = [pod, other, again, gone].map(({ metadata }) => Number(metadata.resourceVersion));
      expect(versions).toEqual([...new Set(versions)].sort((one, two) => one - two));
      expect((await objects.list('pods')).resourceVersion).toBe(String(versions.at(-1)));
    });

    test('are listed of one resource, and of one namespace, in the order of names', async () => {
      const objects = make();
      for (const name of ['b', 'a-1', 'a']) await objects.create(keyOf(name), aPod(name));
      await objects.create(keyOf('c', 'pods', 'other'), aPod('c'));
      await objects.create(keyOf('d', 'pods', 'default-2'), aPod('d'));
      await objects.create(keyOf('a', 'podtemplates'), aPod('a'));
      const names = async (namespace?: string) =>
        (await objects.list('pods', namespace)).objects.map(({ metadata }) => metadata.name);
      expect(await names('default')).toEqual(['a', 'a-1', 'b']);
      expect((await names()).sort()).toEqual(['a', 'a-1', 'b', 'c', 'd']);
      expect(await names('nowhere')).toEqual([]);
    });

    test('tell every change after a version, and nothing twice', async () => {
      const objects = make();
      const start = (await objects.list('pods')).resourceVersion;
      expect(await objects.changesSince(start)).toEqual({
        kind: 'changes',
        changes: [],
        resourceVersion: start,
      });
      const pod = written(await objects.create(keyOf('a'), aPod('a')));
      const newer = written(await objects.replace(keyOf('a'), { ...pod, spec: { note: '2' } }));
      await objects.replace(keyOf('a'), pod);
      const gone = written(await objects.remove(keyOf('a')));
      expect(await objects.changesSince(start)).toEqual({
        kind: 'changes',
        changes: [
          { type: 'ADDED', key: keyOf('a'), object: pod },
          { type: 'MODIFIED', key: keyOf('a'), object: newer },
          { type: 'DELETED', key: keyOf('a'), object: gone },
        ],
        resourceVersion: gone.metadata.resourceVersion,
      });
      expect(await objects.changesSince(newer.metadata.resourceVersion)).toMatchObject({
        changes: [{ type: 'DELETED' }],
      });
    });

    test('say that the log does not reach back so far, or that it never was so far', async () => {
      const objects = make(10);
      const start = (await objects.list('pods')).resourceVersion;
      let pod = written(await objects.create(keyOf('a'), aPod('a')));
      for (let n = 0; n < 40; n += 1) pod = written(await objects.replace(keyOf('a'), pod));
      expect(await objects.changesSince(start)).toEqual({ kind: 'expired' });
      expect(await objects.changesSince('999999')).toEqual({ kind: 'expired' });
      expect(await objects.changesSince(String(Number(pod.metadata.resourceVersion) - 10))).toMatchObject({
        kind: 'changes',
        changes: { length: 10 },
      });
    });

    test('let one of many simultaneous writes win, and lose none of different objects', async () => {
      const objects = make();
      const start = (await objects.list('pods')).resourceVersion;
      const same = await Promise.all(
        Array.from({ length: 4 }, () => objects.create(keyOf('one'), aPod('one'))),
      );
      expect(same.filter(({ kind }) => kind === 'written')).toHaveLength(1);
      const many = await Promise.all(
        Array.from({ length: 6 }, (_, n) => objects.create(keyOf(`n-${n}`), aPod(`n-${n}`))),
      );
      expect(many.map(({ kind }) => kind)).toEqual(Array(6).fill('written'));
      const since = await objects.changesSince(start);
      expect(since.kind === 'changes' && since.changes).toHaveLength(7);
    });

    test('may have up to 1 MB each', async () => {
      const objects = make();
      // Text that can hardly be pressed.
      let seed = 1;
      const noise = Array.from({ length: 1_000_000 }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return String.fromCharCode(97 + (seed % 26));
      }).join('');
      const large = written(await objects.create(keyOf('large'), { ...aPod('large'), data: { noise } }));
      expect(await objects.read(keyOf('large'))).toEqual(large);
      expect(await objects.replace(keyOf('large'), { ...large, more: 'x'.repeat(100_000) })).toEqual({
        kind: 'tooLarge',
      });
      const changes = await objects.changesSince('0');
      expect(changes.kind === 'changes' && changes.changes[0]?.object).toEqual(large);
    });
  });
}

function written(result: Awaited<ReturnType<KubeObjects['create']>>): KubeObject {
  if (result.kind !== 'written') throw new Error(`The write ended as ${result.kind}.`);
  return result.object;
}

function keyOf(name: string, resource = 'pods', namespace = 'default'): KubeKey {
  return { resource, namespace, name };
}

function aPod(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: '',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { note: 'ü' },
  };
}
