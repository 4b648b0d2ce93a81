import type { Branch, Step } from './program.ts';

/** A number that stands where something else may not be. */
const harmless = { kind: 'activity', value: 1 } as const;

/** What nobody outside has to do anything for: an instance whose id the engine gives can't be reached. */
export function sealed(steps: readonly Step[]): Step[] {
  return steps.map((step): Step => {
    switch (step.kind) {
      case 'event':
      case 'pause':
      case 'renew':
        return harmless;
      case 'race':
        return { kind: 'race', winner: 'timer' };
      case 'ahead':
        return { ...step, task: sealedBranch(step.task), meanwhile: sealed(step.meanwhile) };
      default:
        return isBranch(step) ? sealedBranch(step) : step;
    }
  });
}

function sealedBranch(branch: Branch): Branch {
  switch (branch.kind) {
    case 'loop':
      return { ...branch, carries: false };
    case 'child':
      return { ...branch, steps: sealed(branch.steps) };
    case 'all':
      return { ...branch, branches: branch.branches.map(sealedBranch) };
    case 'any':
      return { ...branch, winner: sealedBranch(branch.winner) };
    default:
      return branch;
  }
}

/** Whether awaiting it throws. */
export function isFailing(branch: Branch): boolean {
  switch (branch.kind) {
    case 'fails':
      return true;
    case 'retried':
      return branch.failures > 2;
    case 'child':
      return branch.throws !== undefined || (branch.failures ?? 0) > 2;
    case 'all':
      return branch.branches.some(isFailing);
    default:
      return false;
  }
}

/**
 * Branches of which one may fail: where a branch still tries again after another has failed, Azure hands results to the
 * wrong tasks, and to which depends on the clock. So none tries again, or none fails.
 */
export function calm(branches: readonly Branch[]): Branch[] {
  return branches.some(isRestless) ? branches.map(unfailing) : [...branches];
}

/**
 * A race that no timer may lose while its winner tries again: a cancelled timer ends the race at once in the next replay,
 * which fails the instance, on Azure as here.
 */
export function fair(race: Extract<Branch, { kind: 'any' }>): Branch {
  const place = Math.min(race.place, race.losers.length);
  if (!isRestless(race.winner)) return { ...race, place };
  const timeless = { timer: 'event', all: 'any', event: 'event', any: 'any' } as const;
  return { ...race, place, losers: race.losers.map((loser) => timeless[loser]) };
}

/** Whether it sends anything after its first turn. */
function isRestless(branch: Branch): boolean {
  switch (branch.kind) {
    case 'retried':
      return true;
    case 'child':
      return branch.failures !== undefined;
    case 'all':
      return branch.branches.some(isRestless);
    case 'any':
      return isRestless(branch.winner);
    default:
      return false;
  }
}

function unfailing(branch: Branch): Branch {
  switch (branch.kind) {
    case 'fails':
      return harmless;
    case 'retried':
      return { ...branch, failures: Math.min(branch.failures, 2) };
    case 'child': {
      const { throws: _, failures, ...rest } = branch;
      return { ...rest, ...(failures !== undefined && { failures: Math.min(failures, 2) }) };
    }
    case 'all':
      return { ...branch, branches: branch.branches.map(unfailing) };
    default:
      return branch;
  }
}

/** A program continues as new, or ends by force, only when nothing of it is under way: not after a fan-out that failed early. */
export function settled(steps: readonly Step[]): Step[] {
  let isUnderWay = false;
  return steps.map((step) => {
    if (isUnderWay && (step.kind === 'renew' || step.kind === 'pause')) return harmless;
    isUnderWay ||= leavesOpen(step);
    return step;
  });
}

function leavesOpen(step: Step): boolean {
  if (step.kind === 'ahead') return leavesOpen(step.task) || step.meanwhile.some(leavesOpen);
  return (step.kind === 'all' && isFailing(step)) || (step.kind === 'any' && leavesOpen(step.winner));
}

/** While a task is under way, nothing ends the execution, and nothing is done from outside. */
export function uninterrupted(steps: readonly Step[]): Step[] {
  return steps.map((step) => (step.kind === 'pause' || step.kind === 'renew' ? harmless : step));
}

const branchKinds: Record<Branch['kind'], true> = {
  activity: true,
  echo: true,
  retried: true,
  timer: true,
  add: true,
  child: true,
  loop: true,
  fails: true,
  all: true,
  any: true,
};

export function isBranch(step: Step): step is Branch {
  return Object.hasOwn(branchKinds, step.kind);
}
