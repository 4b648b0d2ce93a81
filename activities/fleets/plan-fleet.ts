import type { FleetStep } from '../../contract/fleet-activities.ts';
import type { FleetObservation, FleetPlan } from '../../contract/fleets.ts';
import { fleetLine } from '../../lib/decide/fleets/fleet-line.ts';
import { fleetPlan } from '../../lib/decide/fleets/fleet-plan.ts';
import { probeSecondsOf } from '../../lib/decide/fleets/probe-seconds.ts';
import { restingFleet } from '../../lib/decide/fleets/resting-fleet.ts';
import { observeFleet } from '../../lib/fleets/observe-fleet.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { untilWritten } from '../../lib/until-written.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Only people write the memory besides the loop, and rarely. */
const mostTries = 5;

/** Idempotent: what is kept is written under its ETag, and numbers of servers that a lost answer named stay unused. */
export function planFleet(deps: ActivityDependencies): ActivityHandlers['planFleet'] {
  const { fleetDefinitions, fleetMemories } = deps;
  return ({ fleet: name }, { runs }) =>
    untilWritten(`The memory of fleet "${name}"`, mostTries, async () => {
      const { memory, etag } = await fleetMemories.read(name);
      const { fleet, problem } = await fleetDefinitions.read(name);
      const observation = await observeFleet(deps, runs, name, { fleet, memory });
      // Whoever made it invalid did not ask for its servers to be taken down.
      if (problem !== undefined && !memory.deleting) return restingFleet(observation, problem);

      const plan = fleetPlan(observation);
      if (plan.kind === 'leave') return leave(deps, name);
      if ((await fleetMemories.write(name, plan.memory, etag)) === 'conflict') return 'again';
      if (plan.profile) await fleetMemories.writeProfile(name, plan.profile);
      const isLast = await retireGone(deps, observation);
      return isLast ? 'again' : stepOf(name, plan, observation);
    });
}

function stepOf(
  name: string,
  plan: Extract<FleetPlan, { kind: 'act' }>,
  { fleet }: FleetObservation,
): FleetStep {
  const { memory: _memory, profile: _profile, ...step } = plan;
  const line = fleetLine(name, plan.decision);
  const probeSeconds = fleet && probeSecondsOf(fleet.spec);
  return { ...step, ...(line ? { line } : {}), ...(probeSeconds === undefined ? {} : { probeSeconds }) };
}

/** Those that are gone have been counted; whether they were all that was left of a fleet that goes. */
async function retireGone(
  { fleetServers }: ActivityDependencies,
  { fleet, memory, servers, strays }: FleetObservation,
): Promise<boolean> {
  const gone = servers.filter(({ state }) => state === 'gone');
  for (const { beat: _beat, group: _group, worked: _worked, ...server } of gone)
    await fleetServers.retire(server);
  const isGoing = !fleet || memory.deleting !== undefined;
  return isGoing && gone.length > 0 && gone.length === servers.length && strays.length === 0;
}

/** The definition first: as long as there is a memory, the loop comes back. */
async function leave(
  { fleetMemories, storedFleets }: ActivityDependencies,
  name: string,
): Promise<FleetStep> {
  const { memory } = await fleetMemories.read(name);
  if (memory.deleting) await storedFleets.remove(name);
  await fleetMemories.remove(name);
  return { kind: 'leave' };
}
