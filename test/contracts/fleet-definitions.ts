import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../contract/fleets.ts';
import type { FleetDefinitions } from '../../lib/ports/fleet-definitions.ts';

/** How a suite brings about what is defined. */
export type DefinedFleets = {
  definitions: FleetDefinitions;
  inCatalog(name: string): void;
  byApi(name: string): Promise<void>;
  /** As one that an older version of the app took. */
  byApiNotValid(name: string): Promise<void>;
  removeFromApi(name: string): Promise<void>;
  /** Only its servers are left of it. */
  remember(name: string): Promise<void>;
};

/** What the app relies on of any FleetDefinitions. */
export function fleetDefinitionsContract(name: string, make: () => DefinedFleets): void {
  const sourceOf = async (
    definitions: FleetDefinitions,
    fleet: string,
  ): Promise<Fleet['source'] | undefined> => (await definitions.read(fleet)).fleet?.source;

  describe(`definitions of fleets of ${name}`, () => {
    test('say where each stands', async () => {
      const { definitions, inCatalog, byApi } = make();
      inCatalog('arena');
      await byApi('duel');
      expect(await sourceOf(definitions, 'arena')).toBe('catalog');
      expect(await sourceOf(definitions, 'duel')).toBe('api');
      expect(await definitions.read('nobody')).toEqual({});
    });

    test('let the one of the catalog win, and say so', async () => {
      const { definitions, inCatalog, byApi, removeFromApi } = make();
      await byApi('arena');
      inCatalog('arena');
      expect(await definitions.read('arena')).toMatchObject({ fleet: { source: 'catalog' }, shadowed: true });
      await removeFromApi('arena');
      const { fleet, shadowed } = await definitions.read('arena');
      expect([fleet?.source, shadowed]).toEqual(['catalog', undefined]);
    });

    test('count one that is not valid as none, and say why', async () => {
      const { definitions, byApiNotValid, inCatalog } = make();
      await byApiNotValid('arena');
      const { fleet, problem } = await definitions.read('arena');
      expect(fleet).toBeUndefined();
      expect(problem).toMatch(/\w/);
      inCatalog('arena');
      expect(await definitions.read('arena')).toMatchObject({ fleet: { source: 'catalog' }, shadowed: true });
    });

    test('name all, with those that only have servers left', async () => {
      const { definitions, inCatalog, byApi, byApiNotValid, removeFromApi, remember } = make();
      expect(await definitions.names()).toEqual([]);
      await byApi('duel');
      inCatalog('arena');
      await byApi('arena');
      await byApiNotValid('old');
      await byApi('gone');
      await removeFromApi('gone');
      await remember('left');
      expect(await definitions.names()).toEqual(['arena', 'duel', 'left', 'old']);
    });
  });
}
