import type { LogEntry, LogLevel } from '../log.ts';
import type { FunctionCallback, FunctionMetadata, HookCallback, ProgrammingModel } from './core-types.ts';
import { Disposable } from './disposable.ts';
import { FunctionRegistry } from './function-registry.ts';

/** The releases whose behaviour this host follows; apps can read both. */
const workerVersion = '3.13.0';
export const hostVersion = '4.1042.0';

type Core = ReturnType<typeof createCore>;

/**
 * The one `@azure/functions-core` of the process. `@azure/functions` keeps the object that it got first, so it is
 * shared by all hosts of the process and hands on to the registry that is current: the one an app is being loaded
 * into, else the one that was invoked last, else one for what tests import.
 */
function createCore() {
  const state: {
    current: FunctionRegistry | undefined;
    imported: FunctionRegistry;
    model: ProgrammingModel | undefined;
  } = { current: undefined, imported: new FunctionRegistry(), model: undefined };
  const current = (): FunctionRegistry => state.current ?? state.imported;
  const core = {
    version: workerVersion,
    get hostVersion() {
      return hostVersion;
    },
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) =>
      current().registerFunction(metadata, callback),
    registerHook: (name: string, callback: HookCallback) => current().registerHook(name, callback),
    setProgrammingModel(model: ProgrammingModel) {
      state.model = model;
    },
    getProgrammingModel: () => state.model,
    log(level: LogLevel, category: LogEntry['category'], message: string) {
      state.current?.log({ level, category, message });
    },
    Disposable,
  };
  return { core, state };
}

/** Under a global symbol: test runners may evaluate this module again while `@azure/functions` stays loaded. */
const slot = Symbol.for('slipway.functions-core');

function shared(): Core {
  const holder = globalThis as { [slot]?: Core };
  holder[slot] ??= createCore();
  return holder[slot];
}

export const core = shared().core;

/** Makes a registry current; returns the one that was. */
export function enterRegistry(registry: FunctionRegistry | undefined): FunctionRegistry | undefined {
  const { state } = shared();
  const previous = state.current;
  state.current = registry;
  return previous;
}

/** What modules registered that were imported while no app was being loaded, such as those of a test. */
export function importedRegistry(): FunctionRegistry {
  return shared().state.imported;
}

/** That of the app which loads, else of the one that was invoked last. */
export function currentRegistry(): FunctionRegistry | undefined {
  return shared().state.current;
}

/**
 * The model that serves invocations. A copy of the library sets it only once in a process, at its first
 * registration, so a later host finds it here.
 */
export function currentModel(): ProgrammingModel | undefined {
  return shared().state.model;
}

/** Runs code that registers functions synchronously (`app.http(...)`, `df.app.activity(...)`) into a registry. */
export function registerInto(registry: FunctionRegistry, register: () => void): void {
  const previous = enterRegistry(registry);
  try {
    register();
  } finally {
    enterRegistry(previous);
  }
}
