import type { Invocation } from '../../lib/ports/invocation.ts';
import { FakeRuns } from './fakes/fake-runs.ts';

/** One call of an activity, in a hub without runs. */
export function anInvocation(overrides: Partial<Invocation> = {}): Invocation {
  return { runs: new FakeRuns(), log: () => undefined, ...overrides };
}
