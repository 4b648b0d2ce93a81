import { randomUUID } from 'node:crypto';
import { startInstance } from '../runtime/instances/start-instance.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { isFinal, type RuntimeStatus } from '../store/instance-row.ts';

export type StartOptions = {
  /** Made up when empty. */
  instanceId?: string;
  /** JSON text, or null for no input. */
  input?: string | null;
  version?: string;
};

/** The id is in use by an instance that has not ended. */
export class InstanceExists extends Error {
  readonly status: RuntimeStatus;

  constructor(status: RuntimeStatus) {
    super(`An Orchestration instance with the status ${status} already exists.`);
    this.name = 'InstanceExists';
    this.status = status;
  }
}

/**
 * Starts an orchestration and resolves with its id once that is committed. An instance that has ended is replaced;
 * one that has not makes it throw InstanceExists at once, unless the settings say AnyState. Unlike Azure's, the
 * check is atomic. An unknown name is no error here: the instance fails at its first turn.
 */
export async function startOrchestration(
  runtime: Runtime,
  name: string,
  { instanceId, input = null, version }: StartOptions = {},
): Promise<string> {
  const id = instanceId || randomUUID().replaceAll('-', '');
  const running = runtime.live.get(id);
  if (running && !running.isStored) {
    runtime.log({
      level: 'warning',
      trap: 'racingStarts',
      message: `Two starts of '${id}' came at the same moment. Here one of them wins; on Azure both can be answered 202, as the check is not atomic. Keep doubles out by a conditional write of your own, not by the instance id alone.`,
      instanceId: id,
    });
  }
  if (running && !runtime.settings.overridesRunning) throw new InstanceExists(running.row.status);
  const previous = instanceId ? (running?.row ?? runtime.store.instances.find(id)) : undefined;
  if (previous && !running && !isFinal(previous.status)) throw new InstanceExists(previous.status);
  const start = startInstance(runtime, {
    instanceId: id,
    hasNewId: !instanceId,
    executionId: randomUUID(),
    name,
    version: version || runtime.settings.defaultVersion,
    input,
    parent: null,
    generation: previous ? (previous.generation ?? 0) + 1 : 0,
    createdMs: runtime.clock.now(),
  });
  start.reserve();
  if (id.startsWith('@')) {
    runtime.log({
      level: 'warning',
      trap: 'oddInstanceId',
      message: `The instance id '${id}' begins with '@': on Azure the list of entities answers 500 from now on.`,
      instanceId: id,
    });
  }
  if (/[%+#/?]/.test(id)) {
    runtime.log({
      level: 'warning',
      trap: 'oddInstanceId',
      message: `The instance id '${id}' has one of % + # / ? in it: on Azure the management API decodes it twice, cuts it or has no route for it.`,
      instanceId: id,
    });
  }
  await runtime.store.changes.commit(start.write, start.afterwards);
  return id;
}
