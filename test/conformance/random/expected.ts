import type { Branch, Program, Step } from './steps.ts';

/** What an instance has come to so far. */
type State = { sums: Map<string, number>; events: Map<string, number> };

/** The result of a program by the plainest reading of it, without an engine. */
export function expectedOf({ steps }: Program): unknown[] {
  const state: State = { sums: new Map(), events: new Map() };
  return steps.map((step) => resultOf(step, state));
}

function resultOf(step: Step, state: State): unknown {
  switch (step.kind) {
    case 'activity':
      return step.value * 2;
    case 'retried':
      return 'ok';
    case 'timer':
      return 'fired';
    case 'child':
      return expectedOf(step);
    case 'loop':
      return step.rounds;
    case 'fails':
      return 'caught';
    case 'signal':
      sumOf(step, state);
      return 'sent';
    case 'add':
    case 'locked':
      return sumOf(step, state);
    case 'event':
      return nextEvent(step.name, state);
    case 'race':
      return step.winner === 'event' ? nextEvent('A', state) : 'too late';
    case 'all':
      return step.branches.map((branch: Branch) => resultOf(branch, state));
  }
}

function sumOf({ entity, amount }: { entity: string; amount: number }, { sums }: State): number {
  const sum = (sums.get(entity) ?? 0) + amount;
  sums.set(entity, sum);
  return sum;
}

function nextEvent(name: string, { events }: State): string {
  const count = events.get(name) ?? 0;
  events.set(name, count + 1);
  return `${name}${count}`;
}
