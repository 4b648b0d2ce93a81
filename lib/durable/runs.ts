import type { InvocationContext } from '@azure/functions';
import type { DurableClient, DurableOrchestrationStatus, HttpManagementPayload } from 'durable-functions';
import * as df from 'durable-functions';
import type { ContainerEvents, OrchestratorInput, OrchestratorName } from '../../contract/orchestrators.ts';
import { listInstances } from './list-instances.ts';
import { startRun } from './start-run.ts';

/** A durable instance as it is stored; what it holds is checked by whoever reads it. */
export type RunRecord = {
  id: string;
  /** The orchestrator. */
  name: string;
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  /** ISO. */
  createdAt: string;
  /** ISO. */
  updatedAt: string;
};

export type RunQuery = {
  prefix?: string;
  /** Durable's own names, such as `Completed`; all when empty. */
  runtimeStatuses?: readonly string[];
  /** ISO; runs created before are left out. */
  since?: string;
  /** Rows of the hub to look at, 1 to 1,000. */
  top: number;
  /** Where an earlier page ended. */
  cursor?: string;
};

export type RunPage = { records: RunRecord[]; cursor?: string };

/** The durable runs as triggers see them. */
export interface Runs {
  start<Name extends OrchestratorName>(
    name: Name,
    run: { id: string; input: OrchestratorInput<Name> },
  ): Promise<'started' | 'alreadyRunning'>;
  /** Undefined when the hub has no such run, or purged it. */
  read(id: string): Promise<RunRecord | undefined>;
  /** Sorted by id, not by time. */
  list(query: RunQuery): Promise<RunPage>;
  /** A run that has ended hears nothing, and says nothing. */
  raise<Name extends keyof ContainerEvents>(
    id: string,
    event: Name,
    data: ContainerEvents[Name],
  ): Promise<'raised' | 'unknown'>;
  /** URLs of the management API of one run. They carry its key. */
  managementLinks(id: string): HttpManagementPayload;
}

/** The runs of an invocation whose function has a durable client among its inputs. */
export function runsOf(context: InvocationContext): Runs {
  return durableRuns(df.getClient(context));
}

/** Runs through the durable client of one invocation. */
export function durableRuns(client: DurableClient): Runs {
  return {
    start: (name, run) => startRun(client, name, run),
    async read(id) {
      const status = await unlessUnknown(() => client.getStatus(id, { showInput: true }));
      return status && runRecord(status);
    },
    list: (query) => listInstances(client, query),
    async raise(id, event, data) {
      const raised = await unlessUnknown(async () => {
        await client.raiseEvent(id, event, data);
        return 'raised' as const;
      });
      return raised ?? 'unknown';
    },
    managementLinks: (id) => client.createHttpManagementPayload(id),
  };
}

const missingInstance =
  /^(?:DurableClient error: Durable Functions extension replied with HTTP 404 response|No instance with ID )/;

async function unlessUnknown<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    // The client has no other sign for a missing instance than the beginning of its text. What follows may quote anything, and
    // a run that is wrongly unknown loses its container group to the sweep.
    if (error instanceof Error && missingInstance.test(error.message)) return undefined;
    throw error;
  }
}

function runRecord(status: DurableOrchestrationStatus): RunRecord {
  return {
    id: status.instanceId,
    name: status.name,
    runtimeStatus: status.runtimeStatus,
    input: status.input,
    output: status.output,
    customStatus: status.customStatus,
    createdAt: new Date(status.createdTime).toISOString(),
    updatedAt: new Date(status.lastUpdatedTime).toISOString(),
  };
}
