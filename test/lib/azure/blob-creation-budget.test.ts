import { expect, test } from 'vitest';
import { blobCreationBudget } from '../../../lib/azure/blob-creation-budget.ts';
import { stateContainer } from '../../../lib/azure/blob-names.ts';
import { creationBudgetContract } from '../../contracts/creation-budget.ts';
import { putBlob, useBlobStorage } from '../../support/blob-storage.ts';
import { FakeCreationBudget } from '../../support/fakes/fake-creation-budget.ts';

const storage = useBlobStorage();
const name = 'budget/creations.json';

creationBudgetContract('blob storage', async () => {
  const container = await storage.account().ensure(stateContainer);
  await container.getBlobClient(name).deleteIfExists();
  return () => blobCreationBudget(storage.account());
});
creationBudgetContract('memory', async () => {
  const budget = new FakeCreationBudget();
  return () => budget;
});

test.each(['no json', '[]', '{"tickets":[{"group":7}],"creations":[],"regions":{}}'])(
  'a document that somebody spoiled (%s) is begun anew, because it must not stop every build',
  async (text) => {
    await putBlob(storage.account(), stateContainer, name, text);
    const budget = blobCreationBudget(storage.account());
    expect(await budget.update((state) => ({ state, answer: state }))).toEqual({
      tickets: [],
      creations: [],
      regions: {},
    });
  },
);

test('a change that alters nothing writes nothing', async () => {
  const account = storage.account();
  const writing = account.writing;
  const budget = blobCreationBudget({
    ...account,
    writing: async (container, write) => {
      if (container === stateContainer) throw new Error('Nothing was to be written.');
      return writing(container, write);
    },
  });
  expect(await budget.update((state) => ({ state, answer: 'as it was' }))).toBe('as it was');
});
