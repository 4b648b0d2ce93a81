import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { DocumentStore } from '../document-store.ts';
import { armOrigin } from '../server/arm-path.ts';

/** An error as an operation shows it; capacity failures come without a code. */
export type OperationError = { code?: string; message: string };

export type Operation = {
  id: string;
  groupId: string;
  subscription: string;
  location: string;
  startTime: string;
  status: 'Pending' | 'Succeeded' | 'Failed';
  error?: OperationError;
};

/** The service's own version stands in operation URLs, whatever the caller's is. */
const operationApiVersion = '2018-06-01';
/** Operations are forgotten after a day. */
const retentionMs = 24 * 60 * 60_000;

/** The long-running operations of container groups. */
export class Operations {
  readonly #clock: Clock;
  readonly #store: DocumentStore;
  readonly #operations = new Map<string, Operation>();

  /** Those that were pending when the last emulator died have failed with it. */
  constructor(clock: Clock, store: DocumentStore) {
    this.#clock = clock;
    this.#store = store;
    for (const operation of store.all<Operation>('operation')) {
      if (Date.parse(operation.startTime) < clock.now() - retentionMs) {
        store.remove('operation', operation.id);
        continue;
      }
      this.#operations.set(operation.id, operation);
      if (operation.status === 'Pending') {
        this.settle(operation.id, { message: 'The operation was interrupted by a restart of the platform.' });
      }
    }
  }

  begin(target: Pick<Operation, 'groupId' | 'subscription' | 'location'>): Operation {
    const operation: Operation = {
      id: randomUUID(),
      startTime: new Date(this.#clock.now()).toISOString(),
      status: 'Pending',
      ...target,
    };
    this.#save(operation);
    return operation;
  }

  /** Ends an operation once; later ends are ignored. */
  settle(id: string, error?: OperationError): void {
    const operation = this.#operations.get(id);
    if (operation?.status !== 'Pending') return;
    this.#save({ ...operation, status: error ? 'Failed' : 'Succeeded', ...(error && { error }) });
  }

  find(id: string): Operation | undefined {
    return this.#operations.get(id);
  }

  #save(operation: Operation): void {
    this.#operations.set(operation.id, operation);
    this.#store.put('operation', operation.id, operation);
  }
}

/** The URL for `azure-asyncoperation` headers, whose answers carry a status. */
export function operationUrl(operation: Operation): string {
  return url(operation, 'operations');
}

/** The URL for `location` headers, whose answers are 202 until the operation has ended. */
export function operationResultUrl(operation: Operation): string {
  return url(operation, 'operationresults');
}

function url({ id, subscription, location }: Operation, type: string): string {
  return `${armOrigin}/subscriptions/${subscription}/providers/Microsoft.ContainerInstance/locations/${location}/${type}/${id}?api-version=${operationApiVersion}`;
}
