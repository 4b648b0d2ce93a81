import type { DurableClient } from 'durable-functions';
import type { OrchestratorInput, OrchestratorName } from '../../contract/orchestrators.ts';

/**
 * Starts an orchestrator with an input of its own type. `alreadyRunning` when a run of this id is under way; one that has
 * ended is replaced. Of two starts at the same moment both can be answered `started`, so what must not start twice is claimed
 * by a conditional write before.
 */
export async function startRun<Name extends OrchestratorName>(
  client: Pick<DurableClient, 'startNew'>,
  name: Name,
  run: { id: string; input: OrchestratorInput<Name> },
): Promise<'started' | 'alreadyRunning'> {
  try {
    await client.startNew(name, { instanceId: run.id, input: run.input });
    return 'started';
  } catch (error) {
    // The client rejects with the status in its text and nowhere else.
    if (error instanceof Error && /status code: 409\b|already exists/.test(error.message))
      return 'alreadyRunning';
    throw error;
  }
}
