import type { GroupShape } from '../../contract/container-specs.ts';
import type { GroupDefaults } from '../config.ts';

/**
 * A group with what the settings give to all that leave it open. The identity can pull images and do nothing else, because
 * whatever runs in the group can have it, too.
 */
export function withGroupDefaults(shape: GroupShape<string>, defaults: GroupDefaults): GroupShape<string> {
  const { registry, subnet } = defaults;
  const { identities = [], registries = [] } = shape;
  return {
    ...shape,
    ...(registry && isPulledFrom(shape, registry.server)
      ? {
          registries: [...registries, registry],
          identities: [...new Set([...identities, registry.identity])],
        }
      : {}),
    ...(subnet && fitsSubnet(shape) ? { subnet } : {}),
  };
}

/** Azure takes one credential for each registry; one of the spec goes before. */
function isPulledFrom(shape: GroupShape<string>, server: string): boolean {
  const images = [...shape.containers, ...(shape.initContainers ?? [])].map(({ image }) => image);
  const isGiven = shape.registries?.some((registry) => registry.server === server);
  return !isGiven && images.some((image) => image.startsWith(`${server}/`));
}

/** Azure puts no group with a public address into a subnet, and none that it may evict. */
function fitsSubnet({ subnet, ports = [], priority }: GroupShape<string>): boolean {
  return subnet === undefined && ports.length === 0 && priority !== 'spot';
}
