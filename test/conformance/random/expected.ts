import { expect } from 'vitest';
import { shown } from '../app/support.ts';
import { isFailing } from './lawful.ts';
import { type Branch, meanwhileOf, type Program, type Step, terminationReason } from './program.ts';

/** How a program ends, as its status tells it; of an error only that its text is somewhere in it. */
export type Expected = { runtimeStatus: string; output: unknown; customStatus: unknown };

/** What an instance has come to so far. */
type State = { id: string; sums: Sums; customStatus: unknown };

/** The states of entities: each belongs to an instance id, and outlives the instance. */
type Sums = Map<string, number>;

/** The end of a program by the plainest reading of it, without an engine. */
export function expectedOf(program: Program, id = 'p', sums: Sums = new Map()): Expected {
  const state: State = { id, sums, customStatus: null };
  const results: unknown[] = [];
  for (const [place, step] of program.steps.entries()) {
    if (step.kind === 'pause' || step.kind === 'renew') state.customStatus = { pausedAt: place };
    if (step.kind === 'pause' && step.outside === 'terminates') {
      return { runtimeStatus: 'Terminated', output: terminationReason, customStatus: state.customStatus };
    }
    results.push(resultOf(step, `${place}`, state));
  }
  const { customStatus } = state;
  if (program.uncaught) return { runtimeStatus: 'Failed', output: textOf(program.uncaught), customStatus };
  if (program.throws !== undefined) {
    return { runtimeStatus: 'Failed', output: expect.stringContaining(program.throws), customStatus };
  }
  return { runtimeStatus: 'Completed', output: results, customStatus };
}

function resultOf(step: Step, place: string, state: State): unknown {
  switch (step.kind) {
    case 'signal':
      sumOf(step.entity, step.amount, state);
      return 'sent';
    case 'event':
      return shown(step.value);
    case 'race':
      return step.winner === 'timer' ? 'too late' : `for ${place}`;
    case 'locked':
      return step.entities.map((entity) => sumOf(entity, step.amount, state));
    case 'cancelled':
      return true;
    case 'sleep':
      return 'awake';
    case 'status':
      state.customStatus = step.value;
      return 'set';
    case 'ahead': {
      const meanwhile = meanwhileOf(step, place).map(([at, one]) => resultOf(one, at, state));
      // The library starts what is awaited, not what is made.
      return { meanwhile, ahead: caughtOf(step.task, `${place}.a`, state) };
    }
    case 'again':
      return Array.from({ length: step.times }, () => childResult(step, place, '', state));
    case 'puppet':
      throw new Error('What a puppet comes to is for the real extension to say.');
    case 'pause':
    case 'renew':
      return 'go on';
    default:
      return caughtOf(step, place, state);
  }
}

function caughtOf(branch: Branch, place: string, state: State): unknown {
  const result = branchResult(branch, place, state);
  return isFailing(branch) ? { caught: textOf(branch) } : result;
}

function branchResult(branch: Branch, place: string, state: State): unknown {
  switch (branch.kind) {
    case 'activity':
      return branch.value * 2;
    case 'echo':
      return shown(branch.value);
    case 'retried':
      return 'ok';
    case 'timer':
      return 'fired';
    case 'add':
      return sumOf(branch.entity, branch.amount, state);
    case 'child':
      return childResult(branch, place, branch.idEnd, state);
    case 'loop':
      return Array.from({ length: branch.rounds }, (_, round) =>
        branch.carries ? `round ${round}` : (round + 1) * 2,
      );
    case 'fails':
      return undefined;
    case 'all':
      return branch.branches.map((one, index) => branchResult(one, `${place}.${index}`, state));
    case 'any': {
      const { winner, place: won } = branch;
      const result = branchResult(winner, `${place}.w`, state);
      return isFailing(winner) ? { won, failed: textOf(winner) } : { won, result };
    }
  }
}

function childResult(child: Program, place: string, idEnd: string | undefined, { id, sums }: State): unknown {
  // An id of the engine's is new each time, and nobody else's.
  return expectedOf(child, `${id}-${place}${idEnd}`, idEnd === undefined ? new Map() : sums).output;
}

/** An error's text: several may fail, and any of them first. */
function textOf(branch: Branch): unknown {
  const texts = errorsOf(branch);
  return expect.toSatisfy((text) => texts.some((one) => String(text).includes(one)));
}

function errorsOf(branch: Branch): string[] {
  if (branch.kind === 'all') return branch.branches.filter(isFailing).flatMap(errorsOf);
  if (branch.kind === 'retried') return ['flaky'];
  // The library writes an entity's error so.
  if (branch.kind === 'fails') return [branch.how === 'entity' ? '[object Object]' : 'on purpose'];
  if (branch.kind !== 'child') return [];
  return (branch.failures ?? 0) > 2 ? ['flaky'] : [branch.throws ?? ''];
}

function sumOf(entity: string, amount: number, { id, sums }: State): number {
  const key = `${id}-${entity}`;
  const sum = (sums.get(key) ?? 0) + amount;
  sums.set(key, sum);
  return sum;
}
