import type { EntityContext, OrchestrationContext, Task } from 'durable-functions';

/** An orchestrator as apps register it; some take their input as a second argument, which the bench passes too. */
export type Orchestrator<Input = unknown, Output = unknown> = (
  context: OrchestrationContext,
  input: Input,
) => Generator<Task, Output, never>;

/** What a fake gets to know of its call. */
export type FakeCall = {
  instanceId: string;
  /** Counts the calls of this name, from 1. */
  call: number;
  /** Lets seconds pass on the virtual clock before the answer. */
  sleep(seconds: number): Promise<void>;
};

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/** An activity in a test: what it answers, or a function that answers; one that throws fails. */
export type ActivityFake = Json | ((input: never, call: FakeCall) => unknown);

/** A child in a test: what it answers, or an orchestrator that runs. */
export type OrchestratorFake = Json | Orchestrator<never>;

export type EntityFake = (context: EntityContext<never>) => unknown;

/**
 * Fakes for the activities of a contract: an object type with a function for each activity. With it the compiler knows
 * which activities there are, and what they take and answer.
 */
export type ActivityFakes<Contract> = {
  [Name in keyof Contract]?: Contract[Name] extends (...args: infer Args) => infer Result
    ? Awaited<Result> | ((input: Args[0], call: FakeCall) => Result | Awaited<Result>)
    : never;
};
