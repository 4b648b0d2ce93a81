import type { GroupDetails, PutOutcome } from '../../contract/container-operations.ts';
import { claimed, paused } from '../decide/containers/creation-budget.ts';
import { endlessSeconds } from '../decide/containers/group-lifetime.ts';
import type { Clock } from '../ports/clock.ts';
import type { ContainerOperations, PutRequest } from '../ports/container-operations.ts';
import type { CreationBudget } from '../ports/creation-budget.ts';
import type { Runs } from '../ports/runs.ts';
import type { UpdateCounted } from './counted-regions.ts';
import { type BudgetSettings, releaseRoom } from './release-room.ts';
import { wakeGranted } from './wake-granted.ts';

export type PutDependencies = {
  budget: CreationBudget;
  clock: Clock;
  containerOperations: Pick<ContainerOperations, 'put' | 'read'>;
  /** Sees to it that the count of a region is not too old. */
  updateCounted: UpdateCounted;
  settings: BudgetSettings;
};

/** One way to make the group: in which region, and how many cores it takes there. */
export type PutCandidate = { request: PutRequest; cores: number };

export type PutAnswer = PutOutcome | { kind: 'noRoom' | 'impossible'; message: string };

/**
 * Makes a person's group in the first region that has room for it, or changes the one that exists. It counts against the same
 * budget as everybody's, but nobody waits here for room. Its ticket is given back when the group has gone.
 */
export async function putGroup(
  deps: PutDependencies,
  runs: Runs,
  existing: GroupDetails | undefined,
  candidates: readonly PutCandidate[],
): Promise<PutAnswer> {
  const { budget, clock, containerOperations } = deps;
  let answer: PutAnswer = { kind: 'impossible', message: 'There is no region for the container group.' };
  for (const candidate of candidates) {
    const { name, region } = candidate.request;
    const room = existing ? 'granted' : await takeRoom(deps, runs, candidate);
    if (room !== 'granted') {
      answer = room;
      continue;
    }
    answer = await containerOperations.put(candidate.request);
    const isShort = answer.kind === 'capacity' || answer.kind === 'quota';
    if (existing || answer.kind === 'created' || answer.kind === 'updated') return answer;
    if (answer.kind === 'quota') {
      const nowMs = clock.now().getTime();
      await budget.update((state) => ({ state: paused(state, region, nowMs), answer: undefined }));
    }
    // Azure may leave a group that it refused. It keeps its room, and no other region can have its name.
    if (await containerOperations.read(name)) return answer;
    await releaseRoom(deps, runs, [name]);
    if (!isShort) return answer;
  }
  return answer;
}

async function takeRoom(
  { clock, updateCounted, settings }: PutDependencies,
  runs: Runs,
  { request: { name: group, region, deadline }, cores }: PutCandidate,
): Promise<'granted' | Extract<PutAnswer, { kind: 'noRoom' | 'impossible' }>> {
  const { maxGroups, creationRates: rates } = settings;
  const now = clock.now();
  const nowMs = now.getTime();
  const claim = {
    group,
    // No run has this id, so the sweep gives the room back as soon as there is no such group.
    runId: `group-${group}`,
    region,
    cores,
    priority: 'other',
    share: 'container-groups',
    since: now.toISOString(),
    lifeSeconds: deadline ? (deadline.getTime() - nowMs) / 1_000 + endlessSeconds : endlessSeconds,
  } as const;
  const { answer, granted } = await updateCounted(region, nowMs, (state) => {
    const next = claimed(state, claim, { nowMs, maxGroups, rates });
    return { state: next.answer.kind === 'granted' ? next.state : state, answer: next };
  });
  if (answer.kind === 'impossible') return answer;
  if (answer.kind === 'queued') {
    const waiting = answer.ahead > 0 ? `, and ${answer.ahead} wait for room` : '';
    return { kind: 'noRoom', message: `${answer.room}${waiting}.` };
  }
  await wakeGranted(runs, granted);
  return 'granted';
}
