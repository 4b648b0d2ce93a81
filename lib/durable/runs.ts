import type { InvocationContext } from '@azure/functions';
import type { DurableClient, DurableOrchestrationStatus } from 'durable-functions';
import * as df from 'durable-functions';
import type { OrchestratorName } from '../../contract/orchestrators.ts';
import type { RunRecord } from '../../contract/runs.ts';
import type { Runs } from '../ports/runs.ts';
import type { Tracing } from '../ports/tracing.ts';
import { carriedTrace, withTrace } from './carried-trace.ts';
import { runStateOf } from './run-state.ts';
import { startRun } from './start-run.ts';

/** The runs of an invocation whose function has a durable client among its inputs. `traceparent`: of the invocation. */
export function runsOf(context: InvocationContext, tracing: Tracing, traceparent?: string): Runs {
  let client: DurableClient | undefined;
  // Made when it is needed: the library checks every URL of the binding, and most activities ask nothing of other runs.
  const madeOnce = (): DurableClient => {
    client ??= df.getClient(context);
    return client;
  };
  return durableRuns(madeOnce, tracing, traceparent);
}

/** They go on for ever, or clean up after everybody: the trace of whoever happens to start one is not theirs. */
const ofNoTrace: ReadonlySet<string> = new Set<OrchestratorName>([
  'siteLane',
  'fleet',
  'sweepOrphans',
  'cleanUp',
]);

/** Always named: without them, or with no time, a purge deletes runs that are under way. */
const finalStatuses = [
  df.OrchestrationRuntimeStatus.Completed,
  df.OrchestrationRuntimeStatus.Failed,
  df.OrchestrationRuntimeStatus.Terminated,
  df.OrchestrationRuntimeStatus.Canceled,
];

/** Runs through the durable client of one invocation. */
export function durableRuns(client: () => DurableClient, tracing: Tracing, traceparent?: string): Runs {
  const read = async (id: string): Promise<RunRecord | undefined> => {
    const status = await unlessUnknown(() => client().getStatus(id, { showInput: true }));
    return status && runRecord(status);
  };
  return {
    ...(traceparent !== undefined && { traceparent }),
    start(name, { id, input }) {
      if (ofNoTrace.has(name)) return startRun(client(), name, { id, input });
      const parent = carriedTrace(input) ?? traceparent;
      const attributes = { 'slipway.run': id };
      return tracing.span({ name: `start ${name}`, kind: 'producer', parent, attributes }, (trace) =>
        startRun(client(), name, { id, input: withTrace(input, trace) }),
      );
    },
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
