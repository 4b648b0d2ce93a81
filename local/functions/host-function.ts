import { type RetryPolicy, retryPolicy } from './retry-policy.ts';
import type { BindingInfo } from './worker/core-types.ts';
import type { FunctionRegistry, RegisteredFunction } from './worker/function-registry.ts';

/** A registered function as the host sees it. */
export type HostFunction = {
  name: string;
  /** Lower case, `httptrigger` for example. */
  triggerType: string;
  /** The key of the trigger among the bindings. */
  triggerName: string;
  trigger: BindingInfo;
  bindings: Record<string, BindingInfo>;
  /** Keys of the inputs that receive a durable client. */
  durableClients: string[];
  /** Keys of the inputs and outputs that are blobs or queues. */
  storageInputs: string[];
  storageOutputs: string[];
  /** Types of triggers and inputs that should hand over a client of the SDK, which the local host does not do. */
  sdkBindings: string[];
  /** Binding types that the local host does not serve. */
  unsupportedBindings: string[];
  disabled: boolean;
  /** What the app asked for under `retry`; the host honours it for timers. */
  retry: RetryPolicy | undefined;
};

const storageOutputTypes = new Set(['blob', 'queue']);
const durableClientTypes = new Set(['durableclient', 'orchestrationclient']);

/** The functions of an app in the host's order: by name, ordinal, ignoring case. */
export function hostFunctions(registry: FunctionRegistry, env: NodeJS.ProcessEnv): HostFunction[] {
  return [...registry.functions.values()]
    .map((registered) => toHostFunction(registered, env))
    .sort((a, b) => compareOrdinal(a.name.toUpperCase(), b.name.toUpperCase()));
}

function compareOrdinal(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function toHostFunction({ metadata }: RegisteredFunction, env: NodeJS.ProcessEnv): HostFunction {
  const entries = Object.entries(metadata.bindings);
  const [triggerName, trigger] = entries.find(([, binding]) => /trigger$/i.test(binding.type)) ?? [];
  if (triggerName === undefined || !trigger)
    throw new Error(`Function "${metadata.name}" has no trigger: register it with app.http, app.timer, ...`);
  const others = entries.filter(([key]) => key !== triggerName);
  const isDurableClient = ([, binding]: [string, BindingInfo]): boolean =>
    durableClientTypes.has(binding.type.toLowerCase());
  const isStorage = ([, { type, direction }]: [string, BindingInfo]): boolean =>
    direction === 'out' ? storageOutputTypes.has(type.toLowerCase()) : type.toLowerCase() === 'blob';
  const storage = others.filter(isStorage);
  const isOutput = ([, { direction }]: [string, BindingInfo]): boolean => direction === 'out';
  return {
    name: metadata.name,
    triggerType: trigger.type.toLowerCase(),
    triggerName,
    trigger,
    bindings: metadata.bindings,
    durableClients: others.filter(isDurableClient).map(([key]) => key),
    storageInputs: storage.filter((entry) => !isOutput(entry)).map(([key]) => key),
    storageOutputs: storage.filter(isOutput).map(([key]) => key),
    unsupportedBindings: others
      .filter(
        (entry) => !isDurableClient(entry) && !isStorage(entry) && entry[1].type.toLowerCase() !== 'http',
      )
      .map(([, binding]) => binding.type),
    sdkBindings: entries
      .filter(([, { properties }]) => properties?.supportsDeferredBinding === 'true')
      .map(([, { type }]) => type),
    disabled: isDisabled(metadata.name, env),
    retry: retryPolicy(metadata.retryOptions),
  };
}

/** `AzureWebJobs.<name>.Disabled`, with `__` for the dots where the shell takes no dots. */
function isDisabled(name: string, env: NodeJS.ProcessEnv): boolean {
  const value = env[`AzureWebJobs.${name}.Disabled`] ?? env[`AzureWebJobs__${name}__Disabled`];
  return value !== undefined && /^(true|1)$/i.test(value.trim());
}
