import { describe, expect, test } from 'vitest';
import type { ExpiringFiles, TargetState } from '../../contract/releases.ts';
import type { Targets } from '../../lib/ports/targets.ts';

const blog = { site: 'blog', lane: 'production' } as const;
const preview = { site: 'blog', lane: 'preview' } as const;

function expiring(deleteAfter: string, ...paths: string[]): ExpiringFiles {
  return {
    place: { container: 'site-blog', prefix: '', url: 'https://blog.example.com/' },
    deleteAfter,
    paths,
  };
}

/** What the app relies on of any Targets. */
export function targetsContract(name: string, make: () => Promise<Targets>): void {
  describe(`targets of ${name}`, () => {
    test('write the state of a target only over the one that was read', async () => {
      const targets = await make();
      expect(await targets.read(blog)).toEqual({ state: { ...blog, history: [] }, etag: undefined });
      const next: TargetState = { ...blog, history: [], unpurged: { scope: ['/a'], by: 'run' } };
      expect(await targets.write(next, undefined)).toBe('written');
      expect(await targets.write({ ...next, history: [] }, undefined)).toBe('conflict');

      const second = await targets.read(blog);
      expect(second.state).toEqual(next);
      expect(await targets.write({ ...blog, history: [] }, second.etag)).toBe('written');
      expect(await targets.write(next, second.etag)).toBe('conflict');
      expect((await targets.read(blog)).state).toEqual({ ...blog, history: [] });
      expect((await targets.read(preview)).etag).toBeUndefined();
    });

    test('let one of many simultaneous writes of a state win', async () => {
      const targets = await make();
      const results = await Promise.all(
        Array.from({ length: 6 }, () => targets.write({ ...blog, history: [] }, undefined)),
      );
      expect(results.filter((result) => result === 'written')).toHaveLength(1);
    });

    test('list what expires by its time, each target for itself', async () => {
      const targets = await make();
      expect(await targets.listExpiring(blog)).toEqual([]);
      const late = expiring('2026-01-02T00:00:00.000Z', 'b.css');
      const early = expiring('2026-01-01T12:30:00.500Z', 'a.css', 'ü.css');
      await targets.addExpiring(blog, 'one-0', late);
      await targets.addExpiring(blog, 'two-0', early);
      await targets.addExpiring(preview, 'three-0', late);
      const listed = await targets.listExpiring(blog);
      expect(listed.map(({ deleteAfter }) => deleteAfter)).toEqual([early.deleteAfter, late.deleteAfter]);
      expect(await targets.readExpiring(blog, listed[0]?.id ?? '')).toEqual(early);

      for (let time = 0; time < 2; time++) await targets.deleteExpiring(blog, listed[0]?.id ?? '');
      expect(await targets.readExpiring(blog, listed[0]?.id ?? '')).toBeUndefined();
      expect(await targets.listExpiring(blog)).toHaveLength(1);
      expect(await targets.listExpiring(preview)).toHaveLength(1);
    });

    test('replace what expires when the same is added again', async () => {
      const targets = await make();
      const files = expiring('2026-01-02T00:00:00.000Z', 'b.css');
      await targets.addExpiring(blog, 'one-0', expiring(files.deleteAfter, 'a.css'));
      await targets.addExpiring(blog, 'one-0', files);
      const [first, ...others] = await targets.listExpiring(blog);
      expect(others).toEqual([]);
      expect(await targets.readExpiring(blog, first?.id ?? '')).toEqual(files);
    });
  });
}
