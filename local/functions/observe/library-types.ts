import type { Action } from '../../durable/protocol/actions.ts';

/** The parts of the durable-functions library's own objects that the bench looks at; versions 3.x have them. */
export type LibraryTask = {
  actionObj?: Action;
  /** 0 while it is open. */
  stateObj: number;
  children?: LibraryTask[];
};

export type Steps = {
  next(value?: unknown): IteratorResult<unknown, unknown>;
  throw(error: unknown): IteratorResult<unknown, unknown>;
};

export type LibraryExecutor = {
  /** All that the code has asked for since its start. */
  actions: Action[];
  /** What the code awaits. */
  currentTask: LibraryTask;
  execute(
    context: object,
    history: readonly LibraryEvent[],
    schemaVersion: number,
    code: (context: object) => Steps,
  ): Promise<unknown>;
};

export type LibraryEvent = {
  EventType: number;
  OrchestrationInstance?: { ExecutionId: string };
};

/** `context.df` of an orchestrator. */
export type LibraryContext = {
  instanceId: string;
  currentUtcDateTime: Date;
  customStatus: unknown;
  taskOrchestratorExecutor: LibraryExecutor;
  Task: Record<'all' | 'any', (tasks: LibraryTask[]) => LibraryTask>;
} & Record<string, unknown>;
