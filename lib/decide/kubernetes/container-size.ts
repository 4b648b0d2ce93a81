import type { Container } from 'kubernetes-types/core/v1.js';
import { checkFields, mapped, refused } from './field-rules.ts';
import type { Findings } from './findings.ts';
import { coresFrom, gigabytesFrom, quantity } from './quantities.ts';

type Size = { cpu: number; memoryGb: number };
export type ContainerSize = { requests: Size; limits?: Size; gpus: number };

/** What Azure's own connector for Kubernetes gives a container that asks for nothing. */
const usual: Size = { cpu: 1, memoryGb: 1.5 };

const gpuResource = 'nvidia.com/gpu';

const resourceRules = {
  cpu: mapped,
  memory: mapped,
  [gpuResource]: mapped,
  'ephemeral-storage': refused('A group has 50 GB for everything; no container gets a part of it.'),
};

/** The size of a container: a request that is missing is the limit, as in Kubernetes. Rounded up to what Azure takes. */
export function containerSize({ resources = {} }: Pick<Container, 'resources'>): ContainerSize {
  const { requests = {}, limits = {} } = resources;
  const read = (map: Record<string, string>, name: string): number | undefined =>
    map[name] === undefined ? undefined : quantity(map[name]);
  const cpuLimit = read(limits, 'cpu');
  const memoryLimit = read(limits, 'memory');
  const cpu = read(requests, 'cpu') ?? cpuLimit;
  const memory = read(requests, 'memory') ?? memoryLimit;
  const asked: Size = {
    cpu: cpu === undefined ? usual.cpu : coresFrom(cpu),
    memoryGb: memory === undefined ? usual.memoryGb : gigabytesFrom(memory),
  };
  const gpus = read(limits, gpuResource) ?? read(requests, gpuResource) ?? 0;
  if (cpuLimit === undefined && memoryLimit === undefined) return { requests: asked, gpus };
  return {
    requests: asked,
    limits: {
      cpu: cpuLimit === undefined ? asked.cpu : coresFrom(cpuLimit),
      memoryGb: memoryLimit === undefined ? asked.memoryGb : gigabytesFrom(memoryLimit),
    },
    gpus,
  };
}

/** Refuses sizes that make no sense, or that Azure does not have. */
export function checkSize(found: Findings, path: string, { resources = {} }: Container): void {
  const rules = { claims: refused('Azure has no devices to claim.'), limits: mapped, requests: mapped };
  checkFields(found, path, resources, rules);
  for (const kind of ['requests', 'limits'] as const) {
    const map = resources[kind] ?? {};
    checkFields(found, `${path}.${kind}`, map, resourceRules);
    for (const [name, text] of Object.entries(map)) {
      const amount = quantity(text);
      if (amount === undefined || amount < 0) {
        found.refuse(
          `${path}.${kind}.${name}`,
          `"${text}" is no quantity, such as 500m or 1.5Gi.`,
          'FieldValueInvalid',
        );
      }
    }
  }
  for (const [name, text] of Object.entries(resources.limits ?? {})) {
    const request = resources.requests?.[name];
    if (request !== undefined && (quantity(request) ?? 0) > (quantity(text) ?? 0)) {
      found.refuse(
        `${path}.requests.${name}`,
        `The request ${request} is above the limit ${text}.`,
        'FieldValueInvalid',
      );
    }
  }
}

/**
 * The limits as Azure takes them: it refuses one above what all containers of the group ask for together, which is all there is
 * to use. Undefined where a limit says no more than the request.
 */
export function cappedLimits({ requests, limits }: ContainerSize, group: Size): Size | undefined {
  if (!limits) return undefined;
  const cpu = Math.min(limits.cpu, group.cpu);
  const memoryGb = Math.min(limits.memoryGb, group.memoryGb);
  return cpu === requests.cpu && memoryGb === requests.memoryGb ? undefined : { cpu, memoryGb };
}

export function sumOf(sizes: readonly Size[]): Size {
  const total = (pick: (size: Size) => number): number =>
    Math.round(sizes.reduce((sum, size) => sum + pick(size), 0) * 10) / 10;
  return { cpu: total(({ cpu }) => cpu), memoryGb: total(({ memoryGb }) => memoryGb) };
}
