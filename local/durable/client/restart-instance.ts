import type { Runtime } from '../runtime/runtime.ts';
import { startOrchestration } from './start-orchestration.ts';

/**
 * Starts an instance's orchestrator again with the same input, as the default version unless told otherwise, and resolves
 * with the id; undefined when there is no such instance. Throws InstanceExists when the id to use is that of one that has not ended.
 */
export async function restartInstance(
  runtime: Runtime,
  instanceId: string,
  to: { instanceId?: string; version?: string } = {},
): Promise<string | undefined> {
  const row = runtime.store.instances.find(instanceId);
  if (!row) return undefined;
  return startOrchestration(runtime, row.name, {
    ...(to.instanceId !== undefined && { instanceId: to.instanceId }),
    input: row.input,
    ...(to.version !== undefined && { version: to.version }),
  });
}
