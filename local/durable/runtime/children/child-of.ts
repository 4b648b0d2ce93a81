import { randomUUID } from 'node:crypto';
import type { Decision } from '../../interpreter/decision.ts';
import type { Ground } from '../ground.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import type { NewInstance } from '../instances/start-instance.ts';

/** The instance that a decision to call a sub-orchestration makes. */
export function childOf(
  parent: LiveInstance,
  decision: Extract<Decision, { kind: 'child' }>,
  time: string,
): NewInstance {
  const { row } = parent;
  return {
    instanceId: decision.instanceId,
    // An id made of the parent's execution and the sequence id is nobody else's.
    hasNewId: decision.instanceId === `${row.executionId}:${decision.id}`,
    executionId: randomUUID().replaceAll('-', ''),
    name: decision.name,
    version: decision.version,
    input: decision.input,
    parent: {
      Name: row.name,
      OrchestrationInstance: { InstanceId: row.instanceId, ExecutionId: row.executionId },
      TaskScheduleId: decision.id,
      Version: null,
    },
    generation: null,
    createdMs: Date.parse(time),
  };
}

/** A child's start does not ask whether its id is free. */
export function warnOfReplaced(
  { live, log }: Pick<Ground, 'live' | 'log'>,
  parent: LiveInstance,
  children: readonly NewInstance[],
): void {
  const taken = new Set<string>();
  for (const { instanceId } of children) {
    const isInUse = live.has(instanceId) || taken.has(instanceId);
    taken.add(instanceId);
    if (!isInUse) continue;
    log({
      level: 'warning',
      trap: 'childIdInUse',
      message: `The child '${instanceId}' replaces a running instance of that id, here as on Azure: its history is gone. Derive the ids of children from their parent's.`,
      instanceId: parent.instanceId,
    });
  }
}
