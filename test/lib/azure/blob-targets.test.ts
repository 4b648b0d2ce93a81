import { stateContainer } from '../../../lib/azure/blob-names.ts';
import { blobPromotionPlans } from '../../../lib/azure/blob-promotion-plans.ts';
import { blobTargets } from '../../../lib/azure/blob-targets.ts';
import { promotionPlansContract } from '../../contracts/promotion-plans.ts';
import { targetsContract } from '../../contracts/targets.ts';
import { blobNames, useBlobStorage } from '../../support/blob-storage.ts';
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
targetsContract('memory', async () => new FakeTargets());

promotionPlansContract('blob storage', async () => blobPromotionPlans(storage.account()));
promotionPlansContract('memory', async () => new FakePromotionPlans());
