import type { ContainerGroupSpec, Placement } from '../../../contract/container-specs.ts';
import type { Fleet, FleetSpec, HealthSpec, StopHook } from '../../../contract/fleets.ts';
import { groupPlacements, groupShape } from '../groups/group-shape.ts';
import type { WrittenFleet } from './fleet-fields.ts';
import { fleetVersion } from './fleet-version.ts';

/** A fleet as the app works with it, from what people wrote. `locations` are the regions of fleets that name none. */
export function fleetOf(
  written: WrittenFleet,
  { name, source, locations }: Pick<Fleet, 'name' | 'source'> & { locations: readonly string[] },
): Fleet {
  const { spec: server, drain, health, provisioningDeadlineSeconds, ...same } = written;
  const shape = groupShape(server);
  const group: ContainerGroupSpec = {
    ...shape,
    name,
    placements: placements(written, locations),
    reports: 'none',
    provisioningDeadlineSeconds,
    maxAttempts: 1,
    keepOnFailureMinutes: 0,
  };
  const { stopHook, notice, deadlineMinutes } = drain;
  const spec: FleetSpec = {
    ...same,
    group,
    drain: {
      deadlineMinutes,
      ...(notice && { notice }),
      ...(stopHook && { stopHook: stopHookOf(stopHook) }),
    },
    health: health ?? defaultHealth(written),
  };
  return { name, source, version: fleetVersion(shape), spec };
}

/** Of the spec, else those that have a weight, else the app's own. */
function placements({ spec, spread }: WrittenFleet, locations: readonly string[]): Placement[] {
  const weighted = spread.kind === 'weights' ? Object.keys(spread.weights) : [];
  return groupPlacements(spec, weighted.length > 0 ? weighted : locations);
}

function stopHookOf(written: NonNullable<WrittenFleet['drain']['stopHook']>): StopHook {
  return written.kind === 'rcon'
    ? { ...written, password: { kind: 'setting', name: written.password } }
    : written;
}

function defaultHealth({ sessions }: WrittenFleet): HealthSpec {
  return sessions.kind === 'query'
    ? { kind: 'query', firstSeconds: 120, everySeconds: 15, missed: 3 }
    : { kind: 'running' };
}
