import type { LibraryContext, Steps } from '../../functions/observe/library-types.ts';
import { watchCalls, whenOrchestrating } from '../../functions/observe/watch-orchestrator.ts';
import { alternativeTo, guardStep, unguarded, withGuardedGlobals } from './guarded-globals.ts';
import { ObservedTurn } from './observed-turn.ts';

export type ObserverEvents = {
  /** The code did something that no replay repeats. Returns what to throw at that place. */
  onMisstep(
    turn: ObservedTurn,
    trap: 'notRepeatable' | 'promiseAwaited',
    problem: string,
    at: Error,
  ): unknown;
  onTurn(turn: ObservedTurn): void;
};

/**
 * Looks over the library's shoulder: at each step of each orchestrator of one host. It works on the objects that the
 * library makes for a turn, so that nothing of the library itself is changed and hosts do not meet.
 */
export class OrchestratorObserver {
  /** The turn whose code runs at this moment. */
  current: ObservedTurn | undefined;
  readonly #events: ObserverEvents;
  readonly #guards: boolean;
  readonly #last = new Map<string, ObservedTurn>();

  constructor(events: ObserverEvents, guards: boolean) {
    this.#events = events;
    this.#guards = guards;
  }

  lastTurn(instanceId: string): ObservedTurn | undefined {
    return this.#last.get(instanceId);
  }

  /** The orchestrations that have had a turn. */
  instances(): { instanceId: string; name: string }[] {
    return [...this.#last.values()].map(({ instanceId, name }) => ({ instanceId, name }));
  }

  /** A preInvocation hook: waits for the library to put its `df` on the context. */
  readonly hook = (hookContext: Record<string, unknown>): void => {
    const context = hookContext.invocationContext as {
      functionName: string;
      options?: { trigger?: { type?: string } };
    };
    if (context.options?.trigger?.type !== 'orchestrationTrigger') return;
    whenOrchestrating(context, (df) => this.#watch(context.functionName, df));
  };

  #watch(name: string, df: LibraryContext): void {
    const executor = df.taskOrchestratorExecutor;
    const execute = executor.execute.bind(executor);
    executor.execute = async (context, history, schemaVersion, code) => {
      const turn = new ObservedTurn(name, df, history, code, this.#last.get(df.instanceId));
      this.#rememberPlaces(df, turn);
      const observed = (given: object): Steps =>
        this.#observeSteps(
          turn,
          this.#step(turn, () => code(given)),
        );
      try {
        const run = () => execute(context, history, schemaVersion, observed);
        return await (this.#guards ? withGuardedGlobals(run) : run());
      } finally {
        turn.settle();
        this.#last.set(turn.instanceId, turn);
        this.#events.onTurn(turn);
      }
    };
  }

  #rememberPlaces(df: LibraryContext, turn: ObservedTurn): void {
    watchCalls(df, (what, call) => {
      const place = turn.placeOf(what);
      return unguarded(() => {
        const task = call();
        turn.remember(task?.actionObj ?? turn.actions.at(-1), place);
        return task;
      });
    });
  }

  #observeSteps(turn: ObservedTurn, steps: Steps): Steps {
    const look = (result: IteratorResult<unknown, unknown>): IteratorResult<unknown, unknown> => {
      const isPromise = typeof (result as { then?: unknown }).then === 'function' || isThenable(result.value);
      if (!isPromise) return result;
      const how = result.done ? 'returned' : 'yielded';
      const problem = `the code ${how} a promise, which no replay can wait for; on Azure the instance fails or its output is lost. Yield tasks of context.df only, and do the asynchronous work in an activity.`;
      throw this.#events.onMisstep(turn, 'promiseAwaited', problem, new Error());
    };
    if (typeof steps?.next !== 'function') {
      if (isThenable(steps)) look({ done: true, value: steps });
      return steps;
    }
    return {
      next: (value) => look(this.#step(turn, () => steps.next(value))),
      throw: (error) => look(this.#step(turn, () => steps.throw(error))),
    };
  }

  #step<T>(turn: ObservedTurn, step: () => T): T {
    this.current = turn;
    try {
      if (!this.#guards) return step();
      return guardStep((what) => this.#complain(turn, what), step);
    } finally {
      this.current = undefined;
    }
  }

  #complain(turn: ObservedTurn, what: string): void {
    const at = new Error();
    const problem = `the code used ${what}, which gives another result in each replay; on Azure the instance goes astray or fails as non-deterministic, sooner or later. Instead, ${alternativeTo(what)}.`;
    const thrown = unguarded(() => this.#events.onMisstep(turn, 'notRepeatable', problem, at));
    if (thrown !== undefined) throw thrown;
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | undefined | null)?.then === 'function';
}
