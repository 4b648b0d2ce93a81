import { randomUUID } from 'node:crypto';
import { eventType } from '../../protocol/history-events.ts';
import { isoTime } from '../../protocol/timestamps.ts';
import type { StoredMessage } from '../../store/inbox-table.ts';
import type { InstanceRow } from '../../store/instance-row.ts';
import type { Posting } from '../events/post-event.ts';
import { stateText, statusText } from './entity-state.ts';
import { LiveEntity, messageOf } from './live-entity.ts';
import { type EntityParts, runEntity } from './run-entity.ts';

/** The entities that have something to do. Each is single-threaded; at rest it is in the store only. */
export class EntityMailboxes {
  readonly #runtime: EntityParts;
  readonly #live = new Map<string, LiveEntity>();
  readonly #ready: LiveEntity[] = [];
  readonly #alarms = new Map<LiveEntity, () => void>();
  #running = 0;

  constructor(runtime: EntityParts) {
    this.#runtime = runtime;
  }

  /** Puts a message (`op` or `release`) into an entity's mailbox, making the entity's row when it has none. */
  post(instanceId: string, name: string, text: string): Posting {
    let entity: LiveEntity | undefined;
    let sequence = 0;
    return {
      write: () => {
        entity = this.#find(instanceId);
        if (!entity) return;
        sequence = this.#runtime.store.inbox.insert(entity.row.key, {
          EventType: eventType.eventRaised,
          Name: name,
          Input: text,
          EventId: -1,
          Timestamp: isoTime(this.#runtime.clock.now()),
        });
      },
      afterwards: () => {
        if (!entity) return;
        entity.queue.push(messageOf(sequence, name, text));
        this.#live.set(instanceId, entity);
        this.wake(entity);
      },
    };
  }

  /** Takes up a message that the store holds for an entity; false when its key is no entity's. */
  recover({ key, sequence, event }: StoredMessage): boolean {
    const row = this.#runtime.store.instances.findByKey(key);
    if (!row?.isEntity || event.EventType !== eventType.eventRaised) return false;
    const entity = this.#live.get(row.instanceId) ?? new LiveEntity(row);
    this.#live.set(row.instanceId, entity);
    entity.queue.push(messageOf(sequence, event.Name, event.Input ?? '{}'));
    this.wake(entity);
    return true;
  }

  wake(entity: LiveEntity): void {
    if (entity.isBusy || this.#runtime.isStopping) return;
    entity.isBusy = true;
    this.#runtime.busy.begin();
    this.#alarms.get(entity)?.();
    this.#alarms.delete(entity);
    this.#ready.push(entity);
    queueMicrotask(() => this.#pump());
  }

  /** Its row is gone: what waits in memory goes with it. */
  forget(instanceId: string): void {
    const entity = this.#live.get(instanceId);
    if (!entity) return;
    this.#alarms.get(entity)?.();
    this.#alarms.delete(entity);
    this.#live.delete(instanceId);
  }

  stop(): void {
    for (const cancel of this.#alarms.values()) cancel();
    this.#alarms.clear();
  }

  #pump(): void {
    while (this.#running < this.#runtime.settings.maxConcurrentEntities) {
      const entity = this.#ready.shift();
      if (!entity) return;
      this.#running++;
      void runEntity(this.#runtime, entity)
        .catch((error: unknown) => {
          this.#runtime.log({ level: 'error', message: `Entity ${entity.row.instanceId} broke: ${error}` });
          return { kind: 'rest' } as const;
        })
        .then((step) => {
          this.#running--;
          entity.isBusy = false;
          if (step.kind === 'wait') {
            this.#alarms.set(
              entity,
              this.#runtime.clock.at(step.untilMs, () => this.wake(entity)),
            );
          }
          if (entity.queue.length === 0) this.#live.delete(entity.row.instanceId);
          this.#runtime.busy.end();
          this.#pump();
        });
    }
  }

  /** To be called within a change, as it may write the row. */
  #find(instanceId: string): LiveEntity | undefined {
    const live = this.#live.get(instanceId);
    if (live) return live;
    const stored = this.#runtime.store.instances.find(instanceId);
    if (stored) return stored.isEntity ? this.#keep(new LiveEntity(stored)) : undefined;
    const row = this.#newRow(instanceId);
    this.#runtime.store.instances.insert(row);
    return this.#keep(new LiveEntity(row));
  }

  /** Two messages in one commit must find the same entity. */
  #keep(entity: LiveEntity): LiveEntity {
    this.#live.set(entity.row.instanceId, entity);
    return entity;
  }

  #newRow(instanceId: string): InstanceRow {
    const nowMs = this.#runtime.clock.now();
    const state = { exists: false, state: null, lockedBy: null };
    return {
      key: this.#runtime.store.newKey(),
      instanceId,
      executionId: randomUUID().replaceAll('-', ''),
      name: instanceId,
      version: null,
      status: 'Running',
      input: stateText(state),
      output: null,
      customStatus: statusText(state),
      parent: null,
      generation: null,
      isEntity: true,
      createdMs: nowMs,
      updatedMs: nowMs,
    };
  }
}
