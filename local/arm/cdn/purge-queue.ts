import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { DocumentStore } from '../document-store.ts';
import type { Faults } from '../faults/faults.ts';

/** What a purge asks for. */
export type CdnPurge = {
  kind: 'frontDoor' | 'classic';
  profile: string;
  endpoint: string;
  /** As they were sent, e.g. `/index.html`, `/posts/*`. */
  contentPaths: string[];
  /** Host names; empty means all of the endpoint. */
  domains: string[];
};

export type PurgeOperation = {
  id: string;
  purge: CdnPurge;
  status: 'InProgress' | 'Succeeded' | 'Failed';
  error?: { code: string; message: string };
};

export type PurgeQueueOptions = {
  clock: Clock;
  store: DocumentStore;
  faults: Faults;
  purgeSeconds: number;
  onPurge(purge: CdnPurge): void | Promise<void>;
};

/** Purges of one endpoint run one after the other, in the order they came. */
export class PurgeQueue {
  readonly #options: PurgeQueueOptions;
  readonly #operations = new Map<string, PurgeOperation>();
  readonly #waiting = new Map<string, PurgeOperation[]>();
  #cancels = new Set<() => void>();

  /** Purges that the last emulator had accepted and not carried out begin again. */
  constructor(options: PurgeQueueOptions) {
    this.#options = options;
    for (const operation of options.store.all<PurgeOperation>('purge')) {
      if (operation.status !== 'InProgress') {
        options.store.remove('purge', operation.id);
        continue;
      }
      this.#operations.set(operation.id, operation);
      this.#enqueue(operation);
    }
  }

  add(purge: CdnPurge): PurgeOperation {
    const operation: PurgeOperation = { id: randomUUID(), purge, status: 'InProgress' };
    this.#save(operation);
    this.#enqueue(operation);
    return operation;
  }

  find(id: string): PurgeOperation | undefined {
    return this.#operations.get(id);
  }

  close(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels = new Set();
  }

  #enqueue(operation: PurgeOperation): void {
    const { profile, endpoint } = operation.purge;
    const key = `${profile}/${endpoint}`.toLowerCase();
    const queue = this.#waiting.get(key) ?? [];
    this.#waiting.set(key, queue);
    queue.push(operation);
    if (queue.length === 1) this.#begin(key, operation);
  }

  #begin(key: string, operation: PurgeOperation): void {
    const { clock, faults, purgeSeconds } = this.#options;
    const seconds = faults.take('slowPurge', operation.purge.endpoint)?.seconds ?? purgeSeconds;
    const cancel = clock.at(clock.now() + seconds * 1000, () => {
      this.#cancels.delete(cancel);
      void this.#finish(key, operation);
    });
    this.#cancels.add(cancel);
  }

  async #finish(key: string, operation: PurgeOperation): Promise<void> {
    const { faults, onPurge } = this.#options;
    const failure = faults.take('purgeFailure', operation.purge.endpoint);
    try {
      if (failure) throw new Error('The purge could not be propagated to all edges.');
      await onPurge(operation.purge);
      this.#save({ ...operation, status: 'Succeeded' });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#save({ ...operation, status: 'Failed', error: { code: 'InternalServerError', message } });
    }
    const queue = this.#waiting.get(key);
    queue?.shift();
    const next = queue?.[0];
    if (next) this.#begin(key, next);
    else this.#waiting.delete(key);
  }

  #save(operation: PurgeOperation): void {
    this.#operations.set(operation.id, operation);
    this.#options.store.put('purge', operation.id, operation);
  }
}
