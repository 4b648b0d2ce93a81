import type { TypedData } from '../../typed-data.ts';
import type { HostFunction } from '../host-function.ts';
import type { LogSink } from '../log.ts';
import { resolveSettings } from '../settings/binding-expressions.ts';
import type { HostStorage } from '../storage/host-storage.ts';
import { isUnreachable } from '../storage/outage.ts';
import type { BindingInfo, InvocationResponse } from '../worker/core-types.ts';
import type { BindingData } from './binding-data.ts';
import { BindingTemplate } from './binding-template.ts';
import { parseBlobPath } from './blob-path.ts';
import { queueMessages } from './queue-output.ts';
import { blobInputValue, readBlob } from './read-blob.ts';
import { blobOutput, writeBlob } from './write-blob.ts';

/** One run of a function, as its bindings see it. */
export type BoundInvocation = {
  target: HostFunction;
  invocationId: string;
  data: BindingData;
  nowMs: number;
};

/** The key of a function's return value among its bindings. */
const returnKey = '$return';

/** Fetches the blob inputs of functions and writes their blob and queue outputs, whatever triggers them. */
export class StorageBindings {
  readonly #storage: HostStorage;
  readonly #log: LogSink;

  constructor(storage: HostStorage, log: LogSink) {
    this.#storage = storage;
    this.#log = log;
  }

  inputs(invocation: BoundInvocation): Promise<{ name: string; data: TypedData | null }[]> {
    return Promise.all(
      invocation.target.storageInputs.map(async (name) => ({
        name,
        data: await this.#read(invocation, name),
      })),
    );
  }

  /** Rejects when one output cannot be written: the run has failed then, even if others are written. */
  async outputs(invocation: BoundInvocation, response: InvocationResponse): Promise<void> {
    const values = new Map(response.outputData.map(({ name, data }) => [name, data]));
    if (response.returnValue) values.set(returnKey, response.returnValue);
    await Promise.all(
      invocation.target.storageOutputs.map(async (name) => {
        const value = values.get(name);
        if (value) await this.#write(invocation, name, value);
      }),
    );
  }

  async #read(invocation: BoundInvocation, name: string): Promise<TypedData | null> {
    const binding = bindingOf(invocation, name);
    const path = this.#bind(invocation, binding.path);
    const { client, setting, address } = await this.#storage.clients.blobs(binding.connection);
    return this.#reaching(`the input blob '${path}'`, setting, address, async () =>
      blobInputValue(await readBlob(client, parseBlobPath(path)), binding.dataType),
    );
  }

  async #write(invocation: BoundInvocation, name: string, value: TypedData): Promise<void> {
    const binding = bindingOf(invocation, name);
    await (binding.type.toLowerCase() === 'queue'
      ? this.#writeMessages(invocation, binding, value)
      : this.#writeBlob(invocation, binding, value));
  }

  async #writeMessages(invocation: BoundInvocation, binding: BindingInfo, value: TypedData): Promise<void> {
    const name = this.#bind(invocation, binding.queueName);
    const { queue, setting, address } = await this.#storage.queue(binding.connection, name);
    await this.#reaching(`the output queue '${queue.name}'`, setting, address, async () => {
      for (const body of queueMessages(value)) await queue.send(body);
    });
    this.#storage.queueBells.ring(queue.name);
  }

  async #writeBlob(invocation: BoundInvocation, binding: BindingInfo, value: TypedData): Promise<void> {
    const { content, warning } = blobOutput(value);
    if (content === undefined) return;
    const { target, invocationId } = invocation;
    if (warning !== undefined)
      this.#log({
        level: 'warning',
        category: 'host',
        functionName: target.name,
        invocationId,
        message: warning,
      });
    const path = this.#bind(invocation, binding.path);
    const { client, setting, address } = await this.#storage.clients.blobs(binding.connection);
    const blobPath = parseBlobPath(path);
    await this.#reaching(`the output blob '${path}'`, setting, address, () =>
      writeBlob(client, blobPath, content, invocationId),
    );
    this.#storage.containerBells.ring(blobPath.container);
  }

  #bind({ target, data, nowMs }: BoundInvocation, pattern: unknown): string {
    const template = new BindingTemplate(resolveSettings(String(pattern ?? ''), this.#storage.env));
    return template.bind(data, { nowMs, functionName: target.name });
  }

  async #reaching<Result>(
    what: string,
    setting: string,
    address: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const { message } = error as Error;
      throw new Error(
        isUnreachable(error)
          ? `Cannot reach ${what}: nobody answers at ${address}, which the setting ${setting} names. Start it (npx azurite) or correct the setting.`
          : `Cannot bind ${what} of the setting ${setting}: ${message}`,
        { cause: error },
      );
    }
  }
}

function bindingOf({ target }: BoundInvocation, name: string): BindingInfo {
  const binding = target.bindings[name];
  if (!binding) throw new Error(`The function "${target.name}" has no binding "${name}".`);
  return binding;
}
