import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../../contract/fleets.ts';
import { fleetDefinitions } from '../../../../lib/catalog/fleets/fleet-definitions.ts';
import { SlipwayError } from '../../../../lib/errors.ts';
import { fleetDefinitionsContract } from '../../../contracts/fleet-definitions.ts';
import { aFleet, aWrittenFleet } from '../../../support/a-fleet.ts';
import { FakeFleetDefinitions } from '../../../support/fakes/fake-fleet-definitions.ts';
import { FakeFleetMemories } from '../../../support/fakes/fake-fleet-memories.ts';
import { FakeCatalogs } from '../../../support/fakes/fake-outside.ts';
import { FakeStoredFleets } from '../../../support/fakes/fake-stored-fleets.ts';

const locations = ['westeurope'];

fleetDefinitionsContract('memory', () => {
  const definitions = new FakeFleetDefinitions();
  return {
    definitions,
    inCatalog: (name) => definitions.set(aFleet(name, { source: 'catalog' })),
    byApi: async (name) => definitions.set(aFleet(name)),
    byApiNotValid: async (name) => void definitions.problems.set(name, 'no such property'),
    removeFromApi: async (name) => definitions.remove(name),
    remember: async (name) => definitions.remember(name),
  };
});

fleetDefinitionsContract('catalog and table', () => {
  const { catalogs, stored, memories } = parts();
  return {
    definitions: fleetDefinitions({ catalogs, stored, memories, locations }),
    inCatalog: (name) => void catalogs.fleetList.push(aFleet(name, { source: 'catalog' })),
    byApi: async (name) => void (await stored.write(name, aWrittenFleet(), undefined)),
    byApiNotValid: async (name) => void (await stored.write(name, { servers: 3 }, undefined)),
    removeFromApi: (name) => stored.remove(name),
    remember: async (name) => {
      const { memory, etag } = await memories.read(name);
      await memories.write(name, memory, etag);
    },
  };
});

function parts() {
  return {
    catalogs: new FakeCatalogs([]),
    stored: new FakeStoredFleets(),
    memories: new FakeFleetMemories(),
  };
}

describe('a fleet while the catalog was never good', () => {
  const broken = async (): Promise<never> => {
    throw new SlipwayError('catalog-invalid', 'The catalog has 1 mistake(s).');
  };
  const definitionsOf = ({ stored, memories }: ReturnType<typeof parts>) =>
    fleetDefinitions({ catalogs: { fleet: broken, fleets: broken }, stored, memories, locations });

  test('is the one of the API, where there is one', async () => {
    const all = parts();
    await all.stored.write('duel', aWrittenFleet(), undefined);
    expect((await definitionsOf(all).read('duel')).fleet).toMatchObject<Partial<Fleet>>({ source: 'api' });
    expect(await definitionsOf(all).names()).toEqual(['duel']);
  });

  test('is not known to be unwanted, so that nobody takes its servers down', async () => {
    await expect(definitionsOf(parts()).read('arena')).rejects.toMatchObject({ code: 'catalog-invalid' });
  });
});

test('every mistake of a stored definition is told with its place', async () => {
  const { catalogs, stored, memories } = parts();
  await stored.write('old', { ...aWrittenFleet(), min: 5, size: 3 }, undefined);
  const { problem } = await fleetDefinitions({ catalogs, stored, memories, locations }).read('old');
  expect(problem).toContain('"old"');
  expect(problem).toContain('min: is more than "max"');
  expect(problem).toContain('size: no such property');
});
