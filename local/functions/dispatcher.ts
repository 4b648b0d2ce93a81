import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { TypedData } from '../typed-data.ts';
import { bindingDataOf } from './bindings/binding-data.ts';
import type { BoundInvocation, StorageBindings } from './bindings/storage-bindings.ts';
import type { HostFunction } from './host-function.ts';
import type { RetryContext } from './worker/core-types.ts';
import type { FunctionRegistry } from './worker/function-registry.ts';
import { type InvocationOutcome, invoke } from './worker/invoke.ts';

export type Dispatch = {
  trigger: TypedData | null;
  triggerMetadata?: Record<string, TypedData>;
  invocationId?: string;
  retryContext?: RetryContext;
  /** W3C trace context of the caller; one is made up when absent. */
  traceParent?: string;
};

/**
 * Brings invocations to the worker: adds durable clients, blob and queue bindings, trace context and the time limit, logs
 * failures.
 */
export class Dispatcher {
  readonly #registry: FunctionRegistry;
  readonly #clock: Clock;
  readonly #timeoutMs: number | undefined;
  readonly #bindings: StorageBindings | undefined;
  readonly #opened: Promise<void>;
  #open: () => void = () => {};
  #fail: (error: Error) => void = () => {};
  #isOpen = false;
  #clientBinding: TypedData | null = null;

  constructor(
    registry: FunctionRegistry,
    clock: Clock,
    timeoutMs: number | undefined,
    bindings?: StorageBindings,
  ) {
    this.#registry = registry;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#bindings = bindings;
    this.#opened = new Promise((resolve, reject) => {
      this.#open = resolve;
      this.#fail = reject;
    });
    this.#opened.catch(() => {});
  }

  /** Lets invocations through. They wait until then: durable clients need the port on which the host listens. */
  open(clientBinding: string | undefined): void {
    this.#clientBinding = clientBinding === undefined ? null : { string: clientBinding };
    this.#isOpen = true;
    this.#open();
  }

  /** Rejects the invocations that wait. */
  abandon(error: Error): void {
    this.#fail(error);
  }

  /** Runs a function. What is prepared by a callback fails as the function does: it is logged. */
  async dispatch(
    target: HostFunction,
    prepared: Dispatch | (() => Dispatch | Promise<Dispatch>),
  ): Promise<InvocationOutcome> {
    if (!this.#isOpen) await this.#opened;
    let invocationId = randomUUID() as string;
    const startedMs = this.#clock.now();
    try {
      const dispatch = typeof prepared === 'function' ? await prepared() : prepared;
      invocationId = dispatch.invocationId ?? invocationId;
      return await this.#run(target, dispatch, invocationId);
    } catch (error) {
      this.#logFailure(target, invocationId, this.#clock.now() - startedMs, error);
      throw error;
    }
  }

  async #run(
    target: HostFunction,
    { trigger, triggerMetadata = {}, ...rest }: Dispatch,
    invocationId: string,
  ): Promise<InvocationOutcome> {
    const inputData = [{ name: target.triggerName, data: trigger }];
    for (const name of target.durableClients) inputData.push({ name, data: this.#clientBinding });
    const bound = this.#bound(target, trigger, triggerMetadata, invocationId);
    if (bound) inputData.push(...((await this.#bindings?.inputs(bound)) ?? []));
    const running = invoke(this.#registry, {
      invocationId,
      functionId: target.name,
      inputData,
      triggerMetadata,
      traceContext: {
        traceParent: rest.traceParent ?? madeUpTraceParent(invocationId),
        traceState: '',
        attributes: {},
      },
      retryContext: rest.retryContext ?? null,
    });
    const outcome = await (this.#timeoutMs === undefined
      ? running
      : this.#limited(target.name, running, this.#timeoutMs));
    if (bound) await this.#bindings?.outputs(bound, outcome.response);
    return outcome;
  }

  #bound(
    target: HostFunction,
    trigger: TypedData | null,
    triggerMetadata: Record<string, TypedData>,
    invocationId: string,
  ): BoundInvocation | undefined {
    if (target.storageInputs.length + target.storageOutputs.length === 0) return undefined;
    const data = bindingDataOf(trigger, triggerMetadata);
    return { target, invocationId, data, nowMs: this.#clock.now() };
  }

  /** The real host also ends the worker process; here the handler goes on, but nobody waits for it. */
  #limited(name: string, outcome: Promise<InvocationOutcome>, timeoutMs: number): Promise<InvocationOutcome> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.at(this.#clock.now() + timeoutMs, () =>
        reject(
          new Error(`Timeout value of ${timeoutMs / 1000} s was exceeded by function: Functions.${name}`),
        ),
      );
      outcome.then(resolve, reject).finally(cancel);
    });
  }

  #logFailure(target: HostFunction, invocationId: string, durationMs: number, error: unknown): void {
    // An orchestrator ends by a throw whenever it fails; the engine says so in its own words.
    if (target.triggerType === 'orchestrationtrigger') return;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const isHttp = target.triggerType === 'httptrigger';
    this.#registry.log({
      level: 'error',
      category: 'host',
      functionName: target.name,
      invocationId,
      ...(isHttp && { trap: 'handlerFailed' }),
      message: `Executed 'Functions.${target.name}' (Failed, Id=${invocationId}, Duration=${durationMs}ms)${isHttp ? emptyAnswer : ''}\n${reason}`,
    });
  }
}

/** What the caller of an HTTP function gets to know of its failure. */
const emptyAnswer =
  ' The caller gets 500 with an empty body, here as on Azure: answer errors in the handler.';

function madeUpTraceParent(uuid: string): string {
  const head = uuid.slice(0, 8) + uuid.slice(9, 13);
  const middle = uuid.slice(14, 18);
  return `00-${head}${middle}${uuid.slice(19, 23)}${uuid.slice(24)}-${head}${middle}-00`;
}
