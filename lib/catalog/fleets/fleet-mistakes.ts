import type { FleetPolicy } from '../../../contract/fleets.ts';
import type { GroupMistake } from '../groups/group-mistakes.ts';
import type { WrittenFleet } from './fleet-fields.ts';
import { knownGames } from './known-games.ts';

/**
 * The mistakes that no single field shows. It is called for fleets with mistakes in their fields, too, so that all are told at
 * once: parts that do not have their form are passed over here.
 */
export function fleetMistakes(fleet: Partial<WrittenFleet>): GroupMistake[] {
  return [
    ...boundMistakes(fleet),
    ...serverMistakes(fleet),
    ...portMistakes(fleet),
    ...gameMistakes(fleet),
    ...healthMistakes(fleet),
    ...spreadMistakes(fleet),
    ...forecastsIn(fleet.policy, ['policy'], false),
  ];
}

function boundMistakes({ min, max }: Partial<WrittenFleet>): GroupMistake[] {
  return typeof min === 'number' && typeof max === 'number' && min > max
    ? [{ path: ['min'], message: `is more than "max", which is ${max}` }]
    : [];
}

/** What a container group may be, but not a server. */
function serverMistakes({ spec }: Partial<WrittenFleet>): GroupMistake[] {
  if (!isObject(spec)) return [];
  const mistakes: GroupMistake[] = [];
  if (spec.priority === 'spot')
    mistakes.push({
      path: ['spec', 'priority'],
      message: 'a spot group has no address at which players reach it',
    });
  if (spec.ports === undefined && Array.isArray(spec.containers))
    mistakes.push({
      path: ['spec', 'ports'],
      message: 'name the port at which players reach a server, here or at a container',
    });
  return mistakes;
}

/** A game that nobody can ask would look like servers that never answer. */
function gameMistakes({ sessions }: Partial<WrittenFleet>): GroupMistake[] {
  if (sessions?.kind !== 'query' || typeof sessions.game !== 'string' || knownGames.has(sessions.game))
    return [];
  const start = sessions.game.slice(0, 3);
  const alike = [...knownGames].filter((game) => game.startsWith(start)).slice(0, 5);
  const hint = alike.length > 0 ? `; there is ${alike.join(', ')}` : '';
  return [
    {
      path: ['sessions', 'game'],
      message: `"${sessions.game}" is no game that can be asked${hint}; GAMES_LIST.md of gamedig has all, and there is teeworlds`,
    },
  ];
}

/** Whatever is called or asked from outside needs a port that is open there. */
function portMistakes({ spec, drain, sessions }: Partial<WrittenFleet>): GroupMistake[] {
  if (!isObject(spec)) return [];
  const open = (Array.isArray(spec.ports) ? spec.ports : []).map((one) => one?.port);
  const known = open.length > 0 ? `it has: ${[...new Set(open)].join(', ')}` : 'it has none';
  const closed = (path: PropertyKey[], port: number | undefined): GroupMistake[] =>
    typeof port !== 'number' || open.includes(port)
      ? []
      : [{ path, message: `the server does not open ${port}; ${known}` }];
  const hook = drain?.stopHook;
  const names = (Array.isArray(spec.containers) ? spec.containers : []).map((container) => container?.name);
  return [
    ...closed(['drain', 'notice', 'port'], drain?.notice?.port),
    ...(hook && hook.kind !== 'exec' ? closed(['drain', 'stopHook', 'port'], hook.port) : []),
    ...(hook?.kind === 'exec' && typeof hook.container === 'string' && !names.includes(hook.container)
      ? [
          {
            path: ['drain', 'stopHook', 'container'],
            message: `the server has no such container; it has: ${names.join(', ')}`,
          },
        ]
      : []),
    ...(sessions?.kind === 'query' ? closed(['sessions', 'port'], sessions.port) : []),
  ];
}

function healthMistakes({ health, sessions }: Partial<WrittenFleet>): GroupMistake[] {
  return health?.kind === 'query' && sessions?.kind !== 'query'
    ? [
        {
          path: ['health'],
          message: 'needs "sessions" of kind "query", which say what game is asked, and at which port',
        },
      ]
    : [];
}

function spreadMistakes({ spread, spec }: Partial<WrittenFleet>): GroupMistake[] {
  if (spread?.kind !== 'weights' || !isObject(spread.weights) || !Array.isArray(spec?.regions)) return [];
  const regions = spec.regions.map((placement) => placement?.region);
  return Object.keys(spread.weights)
    .filter((region) => !regions.includes(region))
    .map((region) => ({
      path: ['spread', 'weights', region],
      message: `is none of the regions of the spec: ${regions.join(', ')}`,
    }));
}

/** A forecast never goes below its rule, so that must be one that needs no forecast itself. */
function forecastsIn(policy: FleetPolicy | undefined, path: PropertyKey[], within: boolean): GroupMistake[] {
  if (!isObject(policy)) return [];
  switch (policy.kind) {
    case 'forecast':
      return within
        ? [{ path, message: 'the rule of a forecast cannot be a forecast' }]
        : forecastsIn(policy.rule, [...path, 'rule'], true);
    case 'chain':
      return each(policy.policies).flatMap(([index, one]) =>
        forecastsIn(one, [...path, 'policies', index], within),
      );
    case 'schedule':
      return [
        ...each(policy.windows).flatMap(([index, window]) =>
          forecastsIn(window?.policy, [...path, 'windows', index, 'policy'], within),
        ),
        ...forecastsIn(policy.otherwise, [...path, 'otherwise'], within),
      ];
    default:
      return [];
  }
}

function each<T>(list: readonly T[] | undefined): Array<[number, T]> {
  return Array.isArray(list) ? [...list.entries()] : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
