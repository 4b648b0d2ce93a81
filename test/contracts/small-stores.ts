import { describe, expect, test } from 'vitest';
import type { IdempotencyKeys } from '../../lib/ports/idempotency-keys.ts';
import type { Repositories } from '../../lib/ports/repositories.ts';

/** What the app relies on of any IdempotencyKeys. */
export function idempotencyKeysContract(name: string, make: () => IdempotencyKeys): void {
  describe(`idempotency keys of ${name}`, () => {
    test('keep the first claim, whoever comes later', async () => {
      const keys = make();
      const claim = { body: 'a', claimedAt: '2026-01-01T00:00:00.000Z' };
      expect(await keys.claim('one', claim)).toEqual(claim);
      expect(await keys.claim('one', { ...claim, body: 'b' })).toEqual(claim);
      expect((await keys.claim('two', { ...claim, body: 'b' })).body).toBe('b');
    });

    test('let one of many simultaneous claims hold', async () => {
      const keys = make();
      const claims = await Promise.all(
        Array.from({ length: 6 }, (_, n) => keys.claim('many', { body: `${n}`, claimedAt: '' })),
      );
      expect(new Set(claims.map(({ body }) => body)).size).toBe(1);
    });
  });
}

/** What the app relies on of any Repositories. */
export function repositoriesContract(name: string, make: () => Repositories): void {
  describe(`repositories of ${name}`, () => {
    test('are known by number, and those that were renamed are listed', async () => {
      const repositories = make();
      expect(await repositories.read('github-1')).toBeUndefined();
      expect(await repositories.renamed()).toEqual([]);
      await repositories.write('github-1', { key: 'github.com/acme/blog' });
      await repositories.write('github-2', { key: 'github.com/acme/shop' });
      expect(await repositories.read('github-1')).toEqual({ key: 'github.com/acme/blog' });
      const renamed = { key: 'github.com/acme/blog', renamedTo: 'github.com/acme/diary' };
      await repositories.write('github-1', renamed);
      expect(await repositories.renamed()).toEqual([renamed]);
      await repositories.write('github-1', { key: 'github.com/acme/diary' });
      expect(await repositories.renamed()).toEqual([]);
    });
  });
}
