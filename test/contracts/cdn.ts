import { describe, expect, test } from 'vitest';
import type { CdnTarget } from '../../contract/sites.ts';
import type { Cdn } from '../../lib/ports/cdn.ts';

/** How the CDN under test takes purges from now on. */
export type CdnBehaviour = 'quick' | 'slow' | 'out';

/** A CDN, and the paths that it purged. */
export type CdnUnderTest = { cdn: Cdn; purgedPaths: () => string[] };

const target: CdnTarget = { kind: 'frontDoor', profile: 'edge', endpoint: 'blog' };

/** What the app relies on of any Cdn. */
export function cdnContract(name: string, make: (behaviour: CdnBehaviour) => Promise<CdnUnderTest>): void {
  describe(`the CDN of ${name}`, () => {
    test('forgets the paths that it is asked to, and says how many', async () => {
      const { cdn, purgedPaths } = await make('quick');
      expect(await cdn.purge(target, ['/', '/posts/*'], 10)).toEqual({ kind: 'purged', paths: 2 });
      expect(purgedPaths()).toEqual(['/', '/posts/*']);
    });

    test('goes on with a purge that takes longer than the wait', async () => {
      const { cdn } = await make('slow');
      expect(await cdn.purge(target, ['/*'], 0.1)).toEqual({ kind: 'requested', paths: 1 });
    });

    test('is nothing where a site has none', async () => {
      const { cdn, purgedPaths } = await make('quick');
      expect(await cdn.purge({ kind: 'none' }, ['/*'], 10)).toEqual({ kind: 'noCdn' });
      expect(purgedPaths()).toEqual([]);
    });

    test('refuses a path that does not begin at the root', async () => {
      const { cdn } = await make('quick');
      await expect(cdn.purge(target, ['posts'], 10)).rejects.toMatchObject({ code: 'azure-refused' });
    });

    test('is to be tried again when it is out', async () => {
      const { cdn } = await make('out');
      await expect(cdn.purge(target, ['/*'], 10)).rejects.toMatchObject({ code: 'azure-unavailable' });
    });
  });
}
