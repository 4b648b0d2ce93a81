import { currentModel, enterRegistry } from './core.ts';
import { CoreError } from './core-error.ts';
import type {
  CoreInvocationContext,
  FunctionCallback,
  InvocationModel,
  InvocationRequest,
  InvocationResponse,
} from './core-types.ts';
import type { FunctionRegistry } from './function-registry.ts';
import { invocationLog } from './invocation-log.ts';
import { hookContext, runHooks } from './run-hooks.ts';

export type InvocationOutcome = {
  response: InvocationResponse;
  /** What the handler returned, hooks applied: with HTTP streaming the response itself does not tell. */
  result: unknown;
};

/** Runs one function as the worker does, hooks included. Rejects with the handler's own error, message unchanged. */
export async function invoke(
  registry: FunctionRegistry,
  request: InvocationRequest,
): Promise<InvocationOutcome> {
  const registered = registry.functions.get(request.functionId);
  if (!registered) throw new CoreError(`Function with id "${request.functionId}" is not registered.`);
  const { metadata, callback } = registered;
  const model = registry.model ?? currentModel();
  if (!model) throw new CoreError('The app set no programming model: it never called "@azure/functions".');
  enterRegistry(registry);

  const hookData: Record<string, unknown> = {};
  let invocationContext: unknown;
  let trigger: unknown;
  const coreContext: CoreInvocationContext = {
    invocationId: request.invocationId,
    request,
    metadata,
    log: invocationLog(
      registry,
      metadata.name,
      request.invocationId,
      hookData,
      () => invocationContext,
      () => trigger,
    ),
  };
  try {
    const invocation = await model.getInvocationModel(coreContext);
    const { context, inputs } = await invocation.getArguments();
    invocationContext = context;
    trigger = inputs[0];
    const outcome = await runWithHooks(registry, coreContext, invocation, {
      context,
      inputs,
      callback,
      hookData,
    });
    if (outcome.error !== null && outcome.error !== undefined) throw toError(outcome.error);
    return { response: await invocation.getResponse(context, outcome.result), result: outcome.result };
  } finally {
    coreContext.request = released;
    if (registry.hooks.log.length === 0) {
      invocationContext = undefined;
      trigger = undefined;
    }
  }
}

/**
 * What an invocation that has ended keeps of its request. The programming model holds the core context in a WeakMap, and
 * V8's collector of young objects takes the values of WeakMaps for alive: without this every payload and history would be
 * moved to the old generation, which costs a quarter of the time of a busy host.
 */
const released: InvocationRequest = {
  invocationId: '',
  functionId: '',
  inputData: [],
  triggerMetadata: {},
  traceContext: null,
  retryContext: null,
};

type Call = {
  context: unknown;
  inputs: unknown[];
  callback: FunctionCallback;
  hookData: Record<string, unknown>;
};

async function runWithHooks(
  registry: FunctionRegistry,
  coreContext: CoreInvocationContext,
  invocation: InvocationModel,
  { context, inputs, callback, hookData }: Call,
): Promise<{ result: unknown; error: unknown }> {
  const { preInvocation, postInvocation } = registry.hooks;
  const shared = { hookData, appHookData: registry.appHookData, invocationContext: context };
  let chosen = { functionCallback: callback, inputs };
  if (preInvocation.length > 0) {
    coreContext.state = 'preInvocationHooks';
    const pre = hookContext(shared, chosen);
    await runHooks(registry, 'preInvocation', pre);
    chosen = { functionCallback: pre.functionCallback as FunctionCallback, inputs: pre.inputs as unknown[] };
  }

  let outcome: { result: unknown; error: unknown } = { result: null, error: null };
  coreContext.state = 'invocation';
  try {
    outcome.result = await invocation.invokeFunction(context, chosen.inputs, chosen.functionCallback);
  } catch (error) {
    outcome.error = error;
  }
  if (postInvocation.length > 0) {
    coreContext.state = 'postInvocationHooks';
    const post = hookContext(shared, { inputs: chosen.inputs, ...outcome });
    await runHooks(registry, 'postInvocation', post);
    outcome = { result: post.result, error: post.error };
  }
  coreContext.state = undefined;
  return outcome;
}

/** A thrown value that is no Error becomes one as in the worker: text as it is, objects as JSON. */
function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  if (thrown === null || thrown === undefined) return new Error('Unknown error');
  return new Error(typeof thrown === 'object' ? JSON.stringify(thrown) : String(thrown));
}
