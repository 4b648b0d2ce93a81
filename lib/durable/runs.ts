import type { InvocationContext } from '@azure/functions';
import type { DurableClient, DurableOrchestrationStatus } from 'durable-functions';
import * as df from 'durable-functions';
import type { RunRecord } from '../../contract/runs.ts';
import type { Runs } from '../ports/runs.ts';
import { runStateOf } from './run-state.ts';
import { startRun } from './start-run.ts';

/** The runs of an invocation whose function has a durable client among its inputs. */
export function runsOf(context: InvocationContext): Runs {
  let client: DurableClient | undefined;
  // Made when it is needed: the library checks every URL of the binding, and most activities ask nothing of other runs.
  return durableRuns(() => {
    client ??= df.getClient(context);
    return client;
  });
}

/** Always named: without them, or with no time, a purge deletes runs that are under way. */
const finalStatuses = [
  df.OrchestrationRuntimeStatus.Completed,
  df.OrchestrationRuntimeStatus.Failed,
  df.OrchestrationRuntimeStatus.Terminated,
  df.OrchestrationRuntimeStatus.Canceled,
];

/** Runs through the durable client of one invocation. */
export function durableRuns(client: () => DurableClient): Runs {
  const read = async (id: string): Promise<RunRecord | undefined> => {
    const status = await unlessUnknown(() => client().getStatus(id, { showInput: true }));
    return status && runRecord(status);
  };
  return {
    start: (name, run) => startRun(client(), name, run),
    read,
    stateOf: async (id) => runStateOf(await read(id)),
    async raise(id, event, data) {
      const raised = await unlessUnknown(async () => {
        await client().raiseEvent(id, event, data);
        return 'raised' as const;
      });
      return raised ?? 'unknown';
    },
    async purgeEnded(createdBefore) {
      const { instancesDeleted } = await client().purgeInstanceHistoryBy({
        createdTimeFrom: new Date(0),
        createdTimeTo: new Date(createdBefore),
        runtimeStatus: finalStatuses,
      });
      return instancesDeleted;
    },
    async purge(id) {
      // Azure purges whatever it is asked to, also what still runs.
      if (runStateOf(await read(id)) === 'ended')
        await unlessUnknown(() => client().purgeInstanceHistory(id));
    },
    async terminate(id, reason) {
      await unlessUnknown(() => client().terminate(id, reason));
    },
    managementLinks: (id) =>
      Object.fromEntries(
        Object.entries(client().createHttpManagementPayload(id)).map(([name, link]) => [
          name,
          withoutKey(link),
        ]),
      ),
  };
}

/** The key opens every instance of the hub, and whoever may see one run need not have it. */
function withoutKey(link: string): string {
  return link.replace(/([?&])code=[^&]*(&|$)/, (_, before, after) => (after ? before : ''));
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
