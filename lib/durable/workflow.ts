import type { OrchestrationContext, Task } from 'durable-functions';
import { unlessRefused } from './refusal.ts';

export type { OrchestrationContext };

/** A deterministic generator that yields durable tasks and returns a `T`: the body of an orchestrator or a part of one. */
export type Workflow<T> = Generator<Task, T, unknown>;

/** One durable task with the type of its result. `yield* step` waits for it; `allOf` waits for several at once. */
export class Step<T> {
  readonly task: Task;

  constructor(task: Task) {
    this.task = task;
  }

  *[Symbol.iterator](): Workflow<T> {
    return unlessRefused<T>((yield this.task) as T);
  }
}

/**
 * Waits for all steps and returns their results in order. The steps must not fail: where one branch of a fan-out throws
 * while another still retries, Azure hands later results to the wrong task. So each branch returns an outcome instead.
 */
export function* allOf<T>(ctx: OrchestrationContext, steps: readonly Step<T>[]): Workflow<T[]> {
  if (steps.length === 0) return [];
  const results = (yield ctx.df.Task.all(steps.map((step) => step.task))) as T[];
  return results.map((result) => unlessRefused(result));
}
