import type { ContainerSpec, GroupShape, Placement } from '../../../contract/container-specs.ts';

/** The containers with the sizes that a placement gives them. */
export function sizedContainers<Value>(
  { containers }: Pick<GroupShape<Value>, 'containers'>,
  { sizes = {} }: Placement,
): ContainerSpec<Value>[] {
  return containers.map((container) => ({ ...container, ...sizes[container.name] }));
}

/** The cores that a group counts for in its region's quota. */
export function coresOf(shape: Pick<GroupShape, 'containers'>, placement: Placement): number {
  return sizedContainers(shape, placement).reduce((sum, { cpu }) => sum + cpu, 0);
}
