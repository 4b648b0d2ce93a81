import type { OrchestrationContext } from 'durable-functions';

/** The words in which a scenario says what the orchestrator `Script` does; `{id}` in any text is its instance id. */
type HttpOptions = Parameters<OrchestrationContext['df']['callHttp']>[0];

export type RetrySpec = { first: number; max: number; coefficient?: number; cap?: number; timeout?: number };

/** What can be awaited. */
export type TaskSpec =
  | { activity: string; input?: unknown; retry?: RetrySpec }
  | { child: string; input?: unknown; id?: string; version?: string; retry?: RetrySpec }
  /** Milliseconds from now, or a date. */
  | { timer: number | string }
  | { event: string }
  /** An entity's key, of the name `Puppet` unless told otherwise. */
  | { entity: string; name?: string; operation: string; input?: unknown }
  | { http: HttpOptions }
  | { all: TaskSpec[] }
  | { any: TaskSpec[] }
  /** What `make` has made before. */
  | { made: string };

export type Step =
  /** Awaited; an error becomes the step's result. */
  | TaskSpec
  | { uncaught: TaskSpec }
  /** Creates a task without awaiting it. */
  | { make: string; task: TaskSpec }
  | { cancel: string }
  | { look: string }
  | { status: unknown }
  | { throws: string }
  | { signal: string; name?: string; operation: string; input?: unknown }
  /** Keys of puppets. */
  | { locks: string[] }
  | { isLocked: true }
  | { release: true }
  | { continues: unknown }
  | { returns: unknown };
