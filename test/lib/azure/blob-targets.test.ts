import { expect, test } from 'vitest';
import { stateContainer } from '../../../lib/azure/blob-names.ts';
import { blobPromotionPlans } from '../../../lib/azure/blob-promotion-plans.ts';
import { blobTargets } from '../../../lib/azure/blob-targets.ts';
import { promotionPlansContract } from '../../contracts/promotion-plans.ts';
import { targetsContract } from '../../contracts/targets.ts';
import { blobNames, blobText, putBlob, useBlobStorage } from '../../support/blob-storage.ts';
import { FakePromotionPlans } from '../../support/fakes/fake-promotion-plans.ts';
import { FakeTargets } from '../../support/fakes/fake-targets.ts';

const storage = useBlobStorage();

targetsContract('blob storage', async () => {
  const account = storage.account();
  await account.ensure(stateContainer);
  for (const name of await blobNames(account, stateContainer))
    await account.container(stateContainer).deleteBlob(name);
  return blobTargets(account);
});
test.each([
  '{"hello',
  '"text"',
  '{"site":"blog"}',
  '{"site":"blog","lane":"production","history":[],"live":{}}',
])(
  'a state of a target that somebody spoiled by hand counts as none, and is written over: %s',
  async (text) => {
    const account = storage.account();
    const blog = { site: 'blog', lane: 'production' } as const;
    await putBlob(account, stateContainer, 'targets/blog/production.json', text);
    const { state, etag } = await blobTargets(account).read(blog);
    expect(state).toEqual({ ...blog, history: [] });
    expect(await blobTargets(account).write(state, etag)).toBe('written');
    expect(await blobText(account, stateContainer, 'targets/blog/production.json')).toBe(
      JSON.stringify(state),
    );
  },
);

targetsContract('memory', async () => new FakeTargets());

promotionPlansContract('blob storage', async () => blobPromotionPlans(storage.account()));
promotionPlansContract('memory', async () => new FakePromotionPlans());
