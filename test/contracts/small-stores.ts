import { describe, expect, test } from 'vitest';
import type { KeepingProgress } from '../../contract/keeping.ts';
import type { IdempotencyKeys } from '../../lib/ports/idempotency-keys.ts';
import type { KeepingNotes } from '../../lib/ports/keeping-notes.ts';
import type { Repositories } from '../../lib/ports/repositories.ts';
import type { Secrets } from '../../lib/ports/secrets.ts';

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

/** What the app relies on of any KeepingNotes. */
export function keepingNotesContract(name: string, make: () => KeepingNotes): void {
  describe(`keeping notes of ${name}`, () => {
    test('are empty before the first clean-up, and then what the last one left', async () => {
      const notes = make();
      expect(await notes.read()).toEqual({ collectedAt: {} });
      const first = { collectedAt: { blog: '2026-01-01T00:00:00.000Z' } };
      await notes.write({ historiesBefore: '2026-01-01T00:00:00.000Z', ...first });
      await notes.write(first);
      expect(await notes.read()).toEqual(first);
    });

    test('do not follow what their reader and writer do afterwards', async () => {
      const notes = make();
      const progress: KeepingProgress = { collectedAt: {} };
      await notes.write(progress);
      progress.historiesBefore = 'changed';
      (await notes.read()).historiesBefore = 'changed';
      expect(await notes.read()).toEqual({ collectedAt: {} });
    });
  });
}

/** What the app relies on of any Secrets. */
export function secretsContract(name: string, make: (values: Record<string, string>) => Secrets): void {
  describe(`secrets of ${name}`, () => {
    test('are read by name, and an empty one is none', () => {
      const secrets = make({ API_KEY: 'the key', EMPTY: '' });
      expect(secrets.read('API_KEY')).toBe('the key');
      expect(secrets.read('EMPTY')).toBeUndefined();
      expect(secrets.read('OTHER')).toBeUndefined();
      expect(secrets.read('constructor')).toBeUndefined();
    });
  });
}
