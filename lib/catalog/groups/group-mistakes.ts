import type { WrittenContainer, WrittenPort } from './container-fields.ts';
import type { WrittenGroup } from './group-fields.ts';

export type GroupMistake = { path: PropertyKey[]; message: string };

/** Of a group, its containers together. */
const mostCores = 31;
const mostMemoryGb = 240;
const mostSpotCores = 4;
const mostSpotMemoryGb = 16;
const mostContainers = 60;

/**
 * The mistakes that no single field shows. It is called for groups with mistakes in their fields, too, so that all are told at
 * once: parts that do not have their form are passed over here.
 */
export function groupMistakes(group: WrittenGroup): GroupMistake[] {
  return [
    ...doubledNames(group),
    ...containerMistakes(group),
    ...doubled(group.ports, portKey, 'ports', 'the port'),
    ...doubled(group.volumes, ({ name }) => name, 'volumes', 'the volume'),
    ...doubled(group.registries, ({ server }) => server, 'registries', 'the registry'),
    ...registryMistakes(group),
    ...addressMistakes(group),
    ...sizeMistakes(group),
  ];
}

/** The things in a list that have their form, each with its index. */
function each<T extends object>(list: readonly T[] | undefined): Array<[number, T]> {
  if (!Array.isArray(list)) return [];
  return [...list.entries()].filter(([, item]) => typeof item === 'object' && item !== null);
}

function doubled<T extends object>(
  list: readonly T[] | undefined,
  keyOf: (item: T) => unknown,
  place: string,
  what: string,
): GroupMistake[] {
  const seen = new Set<unknown>();
  return each(list).flatMap(([index, item]) => {
    const key = keyOf(item);
    if (typeof key !== 'string' || !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path: [place, index], message: `${what} "${key}" is there twice` }];
  });
}

function portKey({ port, protocol }: WrittenPort): string | undefined {
  return typeof port === 'number' && typeof protocol === 'string' ? `${port}/${protocol}` : undefined;
}

function numberIn(written: unknown): number {
  return typeof written === 'number' ? written : 0;
}

/** The names in an object; none where there is something else. */
function namesIn(written: unknown): string[] {
  return typeof written === 'object' && written !== null ? Object.keys(written) : [];
}

/** Init containers and containers share their names. */
function doubledNames({ containers, initContainers }: WrittenGroup): GroupMistake[] {
  const all = [
    ...each(initContainers).map(([index, { name }]) => ({ path: ['initContainers', index, 'name'], name })),
    ...each(containers).map(([index, { name }]) => ({ path: ['containers', index, 'name'], name })),
  ].filter(({ name }) => typeof name === 'string');
  const twice = all
    .filter(({ name }, index) => all.findIndex((other) => other.name === name) < index)
    .map(({ path, name }) => ({ path, message: `the container "${name}" is there twice` }));
  const tooMany = `Azure takes at most ${mostContainers} containers, init containers included`;
  return all.length > mostContainers ? [...twice, { path: ['initContainers'], message: tooMany }] : twice;
}

function containerMistakes(group: WrittenGroup): GroupMistake[] {
  const volumes = each(group.volumes).flatMap(([, { name }]) => (typeof name === 'string' ? [name] : []));
  const known = volumes.length > 0 ? `it has: ${volumes.join(', ')}` : 'it has none; add it to "volumes"';
  const lists = [
    ['initContainers', each<Partial<WrittenContainer>>(group.initContainers)],
    ['containers', each<Partial<WrittenContainer>>(group.containers)],
  ] as const;
  const mistakes = lists.flatMap(([list, containers]) =>
    containers.flatMap(([index, container]): GroupMistake[] => {
      const at = (...rest: PropertyKey[]): PropertyKey[] => [list, index, ...rest];
      const { args, command, environment, mounts, ports } = container;
      const secrets = namesIn(container.secrets);
      return [
        ...(args && !command
          ? [
              {
                path: at('args'),
                message: 'needs a "command": Azure has no arguments for the entry point of an image',
              },
            ]
          : []),
        ...namesIn(environment)
          .filter((name) => secrets.includes(name))
          .map((name) => ({ path: at('secrets', name), message: 'stands in "environment", too' })),
        ...each(mounts)
          .filter(([, { volume }]) => typeof volume === 'string' && !volumes.includes(volume))
          .map(([mount, { volume }]) => ({
            path: at('mounts', mount, 'volume'),
            message: `the group has no volume "${volume}"; ${known}`,
          })),
        ...doubled(mounts, ({ path }) => path, 'mounts', 'the path').map(({ path, message }) => ({
          path: at(...path),
          message,
        })),
        ...doubled(ports, portKey, 'ports', 'the port').map(({ path, message }) => ({
          path: at(...path),
          message,
        })),
      ];
    }),
  );
  const main = each(group.containers);
  return main.length > 0 && main.every(([, { essential }]) => essential === false)
    ? [
        ...mistakes,
        {
          path: ['containers'],
          message: 'at least one container is essential, or nothing would end the group',
        },
      ]
    : mistakes;
}

function registryMistakes({ registries, identities }: WrittenGroup): GroupMistake[] {
  const ids: unknown[] = Array.isArray(identities) ? identities : [];
  const known = ids.flatMap((id) => (typeof id === 'string' ? [id.toLowerCase()] : []));
  return each(registries).flatMap(([index, { identity }]) =>
    typeof identity === 'string' && !known.includes(identity.toLowerCase())
      ? [
          {
            path: ['registries', index, 'identity'],
            message: 'is not one of the group\'s "identities"; add it there',
          },
        ]
      : [],
  );
}

function addressMistakes({ subnet, ports, dnsName, priority }: WrittenGroup): GroupMistake[] {
  const mistakes: GroupMistake[] = [];
  if (dnsName !== undefined && subnet !== undefined)
    mistakes.push({ path: ['dnsName'], message: 'a group in a subnet has no public name' });
  else if (dnsName !== undefined && ports === undefined)
    mistakes.push({ path: ['dnsName'], message: 'needs "ports": without them the group has no address' });
  if (priority !== 'spot') return mistakes;
  if (subnet !== undefined)
    mistakes.push({ path: ['subnet'], message: 'Azure runs no spot group in a subnet' });
  if (ports !== undefined)
    mistakes.push({ path: ['ports'], message: 'Azure gives a spot group no public address' });
  return mistakes;
}

/** The sums, with the containers' own sizes and with those of each region. */
function sizeMistakes({ containers, priority, regions }: WrittenGroup): GroupMistake[] {
  const own = each(containers).flatMap(([, one]) => (typeof one.name === 'string' ? [one] : []));
  const most = priority === 'spot' ? mostSpotCores : mostCores;
  const mostGb = priority === 'spot' ? mostSpotMemoryGb : mostMemoryGb;
  const kind = priority === 'spot' ? 'a spot group' : 'a group';
  const sums = (path: PropertyKey[], sizes: Record<string, { cpu: number; memoryGb: number }>) => {
    const sum = (unit: 'cpu' | 'memoryGb'): number =>
      Math.round(
        own.reduce((total, one) => total + numberIn(sizes[one.name]?.[unit] ?? one[unit]), 0) * 100,
      ) / 100;
    return [
      ...(sum('cpu') > most
        ? [{ path, message: `need ${sum('cpu')} cores together; ${kind} has at most ${most}` }]
        : []),
      ...(sum('memoryGb') > mostGb
        ? [{ path, message: `need ${sum('memoryGb')} GB together; ${kind} has at most ${mostGb}` }]
        : []),
    ];
  };
  return [
    ...sums(['containers'], {}),
    ...each(regions).flatMap(([index, placement]) => {
      const sizes = 'sizes' in placement ? placement.sizes : undefined;
      if (typeof sizes !== 'object' || sizes === null) return [];
      const unknown = Object.keys(sizes).filter((name) => !own.some((container) => container.name === name));
      return [
        ...unknown.map((name) => ({
          path: ['regions', index, 'sizes', name],
          message: 'the group has no such container',
        })),
        ...sums(['regions', index, 'sizes'], sizes),
      ];
    }),
  ];
}
