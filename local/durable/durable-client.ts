import { findStatus, type StatusOptions } from './client/find-status.ts';
import { type InstancePage, type ListOptions, listInstances } from './client/list-instances.ts';
import { type Purge, type PurgeFilter, purgeInstance, purgeInstances } from './client/purge.ts';
import {
  type EntityBody,
  type EntityListOptions,
  listEntities,
  readEntityState,
} from './client/read-entities.ts';
import { restartInstance } from './client/restart-instance.ts';
import { type Rewind, rewindInstance } from './client/rewind-instance.ts';
import { type Delivery, raiseEvent, resume, suspend, terminate } from './client/send-to-instance.ts';
import { signalEntity } from './client/signal-entity.ts';
import { startOrchestration } from './client/start-orchestration.ts';
import type { StatusBody } from './client/status-view.ts';
import { textOfValue } from './protocol/json-text.ts';
import type { Runtime } from './runtime/runtime.ts';

/** The management calls without HTTP: the same code that the routes call. Inputs and data are JSON values. */
export class InProcessClient {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Resolves with the id once committed; throws InstanceExists for an id whose instance has not ended. */
  start(
    name: string,
    options: { instanceId?: string; input?: unknown; version?: string } = {},
  ): Promise<string> {
    return startOrchestration(this.#runtime, name, { ...options, input: textOfValue(options.input) });
  }

  status(instanceId: string, options?: StatusOptions): StatusBody | undefined {
    return findStatus(this.#runtime, instanceId, options);
  }

  list(options?: ListOptions): InstancePage {
    return listInstances(this.#runtime, options);
  }

  raiseEvent(instanceId: string, name: string, data?: unknown): Promise<Delivery> {
    return raiseEvent(this.#runtime, instanceId, name, data === undefined ? null : JSON.stringify(data));
  }

  terminate(instanceId: string, reason: string | null = null): Promise<Delivery> {
    return terminate(this.#runtime, instanceId, reason);
  }

  suspend(instanceId: string, reason: string | null = null): Promise<Delivery> {
    return suspend(this.#runtime, instanceId, reason);
  }

  resume(instanceId: string, reason: string | null = null): Promise<Delivery> {
    return resume(this.#runtime, instanceId, reason);
  }

  purge(instanceId: string): Promise<Purge> {
    return purgeInstance(this.#runtime, instanceId);
  }

  purgeMany(filter: PurgeFilter): Promise<Purge> {
    return purgeInstances(this.#runtime, filter);
  }

  /** Resolves with the id of the new instance; undefined when there is none to restart. */
  restart(instanceId: string, to?: { instanceId?: string; version?: string }): Promise<string | undefined> {
    return restartInstance(this.#runtime, instanceId, to);
  }

  rewind(instanceId: string, reason: string | null = null): Promise<Rewind> {
    return rewindInstance(this.#runtime, instanceId, reason);
  }

  signalEntity(entity: { name: string; key: string }, operation: string, input?: unknown): Promise<void> {
    return signalEntity(this.#runtime, entity, operation, textOfValue(input));
  }

  /** Undefined when the entity does not exist. */
  readEntityState(entity: { name: string; key: string }): { state: unknown } | undefined {
    return readEntityState(this.#runtime, entity);
  }

  listEntities(options?: EntityListOptions): { entities: EntityBody[]; continuationToken?: string } {
    return listEntities(this.#runtime, options);
  }
}
