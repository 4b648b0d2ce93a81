import { Hono } from 'hono';
import type { Quotas } from '../options.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import type { ContainerGroups } from './container-groups.ts';

const location = '/subscriptions/:subscription/providers/microsoft.containerinstance/locations/:location';

/** What the service tells about a region: usages, capabilities, cached images. */
export function locationRoutes(groups: ContainerGroups, quotas: Quotas, runtime: ContainerRuntime): Hono {
  const routes = new Hono();

  routes.get(`${location}/usages`, (context) => {
    const { subscription, location: region } = context.req.param();
    const usage = groups.usage(subscription, region);
    const row = (value: string, localizedValue: string, currentValue: number, limit: number): unknown => ({
      unit: 'Count',
      currentValue,
      limit,
      name: { value, localizedValue },
    });
    return context.json({
      value: [
        row('ContainerGroups', 'Container Groups', usage.containerGroups, quotas.containerGroups),
        row('StandardCores', 'Standard Cores', usage.standardCores, quotas.standardCores),
        row('StandardSpotCores', 'Standard Spot Cores', usage.standardSpotCores, quotas.standardSpotCores),
      ],
    });
  });

  routes.get(`${location}/capabilities`, (context) =>
    context.json({
      value: ['Public', 'Private'].map((ipAddressType) => ({
        resourceType: 'containerGroups',
        osType: 'Linux',
        location: context.req.param('location'),
        ipAddressType,
        gpu: 'None',
        capabilities: { maxMemoryInGB: 240, maxCpu: 31, maxGpuCount: 0 },
      })),
    }),
  );

  routes.get(`${location}/cachedimages`, async (context) => {
    const images = await runtime.images();
    return context.json({ value: images.map((image) => ({ osType: 'Linux', image })) });
  });
  return routes;
}
