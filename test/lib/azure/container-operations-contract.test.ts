import { armClients } from '../../../lib/azure/arm-clients.ts';
import { azureContainerOperations } from '../../../lib/azure/azure-container-operations.ts';
import { containerOperationsContract } from '../../contracts/container-operations.ts';
import { resourceGroup, subscription } from '../../local/arm/support/sdk-clients.ts';
import { startTestArm } from '../../local/arm/support/start-test-arm.ts';
import { FakeContainerOperations } from '../../support/fakes/fake-container-operations.ts';

containerOperationsContract('the stand-in of Azure, through the SDK', async () => {
  const arm = await startTestArm({ quotas: { containerGroups: 100, standardCores: 100 } });
  return azureContainerOperations(
    armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: arm.origin }),
  );
});

containerOperationsContract('memory', async () => new FakeContainerOperations());
