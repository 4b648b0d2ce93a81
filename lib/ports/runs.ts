import type { RunEvents } from '../../contract/events.ts';
import type { OrchestratorInput, OrchestratorName } from '../../contract/orchestrators.ts';
import type { RunRecord, RunState } from '../../contract/runs.ts';

/** The durable runs, through the client of one invocation. */
export interface Runs {
  /** W3C `traceparent` of the call that these runs are started by; absent when it belongs to no trace. */
  readonly traceparent?: string | undefined;
  start<Name extends OrchestratorName>(
    name: Name,
    run: { id: string; input: OrchestratorInput<Name> },
  ): Promise<'started' | 'alreadyRunning'>;
  /** Undefined when the hub has no such run, or purged it. */
  read(id: string): Promise<RunRecord | undefined>;
  /** `unknown` when the hub never had such a run, or purged it. */
  stateOf(id: string): Promise<RunState>;
  /** A run that has ended hears nothing, and says nothing. */
  raise<Name extends keyof RunEvents>(
    id: string,
    event: Name,
    data: RunEvents[Name],
  ): Promise<'raised' | 'unknown'>;
  /** Deletes the histories of runs that have ended and were created before a time (ISO); answers how many. */
  purgeEnded(createdBefore: string): Promise<number>;
  /** Deletes the history of one run that has ended; of one that is not there, or goes on, nothing happens. */
  purge(id: string): Promise<void>;
  /** Ends a run where it stands, without its own clean-up: only for one that hears no event. One that has ended stays so. */
  terminate(id: string, reason: string): Promise<void>;
  /** URLs of the management API of one run, without its key. */
  managementLinks(id: string): ManagementLinks;
}

/** What to do with a run, to the URL that does it. */
export type ManagementLinks = Readonly<Record<string, string>>;
