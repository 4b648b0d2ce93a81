import { describe, expect, test } from 'vitest';
import type { StoredFleets } from '../../lib/ports/stored-fleets.ts';

/** What the app relies on of any StoredFleets. */
export function storedFleetsContract(name: string, make: () => StoredFleets): void {
  describe(`stored fleets of ${name}`, () => {
    test('are written only over the definition that was read', async () => {
      const fleets = make();
      expect(await fleets.read('arena')).toBeUndefined();
      expect(await fleets.write('arena', { min: 1 }, undefined)).toBe('written');
      expect(await fleets.write('arena', { min: 2 }, undefined)).toBe('conflict');
      const first = await fleets.read('arena');
      expect(first?.definition).toEqual({ min: 1 });
      expect(await fleets.write('arena', { min: 3 }, first?.etag)).toBe('written');
      expect(await fleets.write('arena', { min: 4 }, first?.etag)).toBe('conflict');
      expect((await fleets.read('arena'))?.definition).toEqual({ min: 3 });
    });

    test('are named until they are removed, in the order of the alphabet', async () => {
      const fleets = make();
      expect(await fleets.names()).toEqual([]);
      for (const fleet of ['duel', 'arena', 'fleets']) await fleets.write(fleet, {}, undefined);
      await fleets.remove('duel');
      await fleets.remove('duel');
      expect(await fleets.names()).toEqual(['arena', 'fleets']);
    });

    test('have room for a long definition', async () => {
      const fleets = make();
      const definition = { environment: 'ü'.repeat(150_000), end: true };
      await fleets.write('arena', definition, undefined);
      expect((await fleets.read('arena'))?.definition).toEqual(definition);
      await fleets.write('arena', { min: 1 }, (await fleets.read('arena'))?.etag);
      expect((await fleets.read('arena'))?.definition).toEqual({ min: 1 });
    });
  });
}
