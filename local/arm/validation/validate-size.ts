import type { GroupBody } from '../group-model/group-body.ts';
import { requestedResources } from '../group-model/requested-resources.ts';
import { invalid } from './invalid.ts';

/** Limits of the service for a whole group. */
const limits = { Regular: { cpu: 31, memoryGb: 240 }, Spot: { cpu: 4, memoryGb: 16 } };
const gpu = { skus: ['K80', 'P100', 'V100'], counts: [1, 2, 4] };

/** Refuses sizes that no region has. */
export function validateSize(body: GroupBody): void {
  const { containers, priority } = body.properties;
  for (const { name, properties } of containers) {
    if (!properties.resources) {
      throw invalid('MissingResourceRequests', `Container '${name}' has no resource requests.`);
    }
    const { cpu, memoryInGB, gpu: asked } = properties.resources.requests;
    if (!(cpu > 0 && memoryInGB > 0)) {
      throw invalid('InvalidResourceRequest', `Container '${name}' requests no CPU or no memory.`);
    }
    if (asked && !(gpu.skus.includes(asked.sku) && gpu.counts.includes(asked.count))) {
      throw invalid(
        'InvalidGpuRequest',
        `Container '${name}' requests ${asked.count} GPUs '${asked.sku}'; there are ${gpu.counts.join(', ')} of ${gpu.skus.join(', ')}.`,
      );
    }
  }
  const total = requestedResources(body);
  for (const { properties } of containers) {
    const { cpu, memoryInGB } = properties.resources?.limits ?? {};
    checkLimit('Cpu', cpu, total.cpu);
    checkLimit('MemoryInGB', memoryInGB, total.memoryGb);
  }
  const most = limits[priority];
  if (total.cpu > most.cpu || total.memoryGb > most.memoryGb) {
    throw invalid(
      'ResourceRequestsTooLarge',
      `The group requests ${total.cpu} CPU and ${total.memoryGb} GB; at most ${most.cpu} CPU and ${most.memoryGb} GB are possible${priority === 'Spot' ? ' with priority Spot' : ''}.`,
    );
  }
}

function checkLimit(what: string, limit: number | null | undefined, total: number): void {
  if (!limit || limit <= total) return;
  throw invalid(
    'ContainerLimitGreaterThanContainerGroupTotalRequest',
    `The '${what}' limit '${limit}' is greater than the total request '${total}' of the container group.`,
  );
}
