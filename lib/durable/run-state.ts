import type { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { RunState } from '../model.ts';

const activeStates = new Set(['Running', 'Pending', 'Suspended', 'ContinuedAsNew']);

/** What the durable hub says of a run; `unknown` when it never had one, or purged it. */
export async function runStateOf(context: InvocationContext, runId: string): Promise<RunState> {
  const client = df.getClient(context);
  try {
    const status = await client.getStatus(runId);
    return activeStates.has(status.runtimeStatus) ? 'active' : 'ended';
  } catch (error) {
    // The client has no other sign for a missing instance than this text.
    if (error instanceof Error && /\b404\b|not found|No instance/i.test(error.message)) return 'unknown';
    throw error;
  }
}
