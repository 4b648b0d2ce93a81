import { armClients } from '../../../lib/azure/arm-clients.ts';
import { azureContainers } from '../../../lib/azure/azure-containers.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { containersContract } from '../../contracts/containers.ts';
import { resourceGroup, subscription } from '../../local/arm/support/sdk-clients.ts';
import { startTestArm } from '../../local/arm/support/start-test-arm.ts';
import { FakeContainers } from '../../support/fakes/fake-containers.ts';

containersContract('the stand-in of Azure, through the SDK', async ({ groups, cores }) => {
  const arm = await startTestArm({ quotas: { containerGroups: groups, standardCores: cores } });
  return azureContainers(
    armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: arm.origin }),
  );
});

containersContract('memory', async (quota) => {
  const clock = new VirtualClock();
  const containers = new FakeContainers(clock);
  containers.quota = quota;
  containers.story = (group) => {
    const { shape } = group.request;
    for (const { name, environment } of [...(shape.initContainers ?? []), ...shape.containers]) {
      group.runs(name);
      if (environment.SAYS) group.prints(`${environment.SAYS}\n`, name);
      if (environment.EXIT_CODE) group.exits(Number(environment.EXIT_CODE), name);
    }
    return undefined;
  };
  return containers;
});
