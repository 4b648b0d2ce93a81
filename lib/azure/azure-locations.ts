import type { CapabilityRow } from '../../contract/container-operations.ts';
import type { ContainerOperations } from '../ports/container-operations.ts';
import type { ArmClients } from './arm-clients.ts';
import { answerOf, azureError } from './azure-error.ts';

type Locations = Pick<ContainerOperations, 'usage' | 'capabilities' | 'cachedImages'>;

/** What regions tell of themselves. */
export function azureLocations(arm: ArmClients): Locations {
  return {
    async usage(region) {
      const { location } = await arm.containerInstances();
      const rows = await all(`reading the usage of "${region}"`, location.listUsage(region));
      return rows?.map(({ name, currentValue = 0, limit = 0 }) => ({
        name: name?.value ?? '',
        used: currentValue,
        limit,
      }));
    },

    async capabilities(region) {
      const { location } = await arm.containerInstances();
      const rows = await all(`reading the capabilities of "${region}"`, location.listCapabilities(region));
      return rows?.map(({ resourceType, osType, ipAddressType, gpu, capabilities }): CapabilityRow => {
        const { maxCpu, maxMemoryInGB: maxMemoryGb, maxGpuCount } = capabilities ?? {};
        return { resourceType, osType, ipAddressType, gpu, maxCpu, maxMemoryGb, maxGpuCount };
      });
    },

    async cachedImages(region) {
      const { location } = await arm.containerInstances();
      const rows = await all(`reading the cached images of "${region}"`, location.listCachedImages(region));
      return rows?.map(({ image, osType }) => ({ image, osType }));
    },
  };
}

/** Azure answers a region that it does not have with a mistake of the request. */
async function all<T>(attempt: string, pages: AsyncIterable<T>): Promise<T[] | undefined> {
  const rows: T[] = [];
  try {
    for await (const row of pages) rows.push(row);
  } catch (error) {
    const answer = answerOf(error);
    if (answer.status === 400 || answer.status === 404) return undefined;
    throw azureError(attempt, answer, error);
  }
  return rows;
}
