import type { LogSink } from '../log.ts';
import { CoreError, CoreRangeError } from './core-error.ts';
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  HookName,
  ProgrammingModel,
} from './core-types.ts';
import { Disposable } from './disposable.ts';

export type RegisteredFunction = { metadata: FunctionMetadata; callback: FunctionCallback };

/** What one app registered: its functions, its hooks, its programming model. One for each host. */
export class FunctionRegistry {
  readonly functions = new Map<string, RegisteredFunction>();
  readonly hooks: Record<HookName, HookCallback[]> = {
    appStart: [],
    appTerminate: [],
    preInvocation: [],
    postInvocation: [],
    log: [],
  };
  /** Shared by every invocation hook of the app. */
  readonly appHookData: Record<string, unknown> = {};
  readonly log: LogSink;
  model: ProgrammingModel | undefined;
  readonly #waiting: (() => void)[] = [];
  #locked = false;

  constructor(log: LogSink = () => {}) {
    this.log = log;
  }

  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    if (this.#locked) throw new CoreError('A function can only be registered during app startup.');
    const id = metadata.functionId || metadata.name;
    if (this.functions.has(id))
      throw new CoreError(`A function with id "${id}" has already been registered.`);
    this.functions.set(id, { metadata: { ...metadata, functionId: id }, callback });
    return new Disposable(() => {
      if (this.#locked) throw new CoreError('A function can only be disposed during app startup.');
      this.functions.delete(id);
    });
  }

  registerHook(name: string, callback: HookCallback): Disposable {
    const callbacks = Object.hasOwn(this.hooks, name) ? this.hooks[name as HookName] : undefined;
    if (!callbacks) throw new CoreRangeError(`Unrecognized hook "${name}"`);
    callbacks.push(callback);
    return new Disposable(() => {
      const index = callbacks.indexOf(callback);
      if (index >= 0) callbacks.splice(index, 1);
    });
  }

  /** Ends the app's start: from now on functions can be neither added nor removed. */
  lock(): void {
    this.#locked = true;
    for (const act of this.#waiting.splice(0)) act();
  }

  /** Once all functions are known; at once when they are. */
  whenLocked(act: () => void): void {
    if (this.#locked) act();
    else this.#waiting.push(act);
  }

  /** Takes over what another registry holds, for an app whose modules this process has already loaded. */
  copyFrom(other: FunctionRegistry): void {
    for (const [id, registered] of other.functions) this.functions.set(id, registered);
    for (const name of Object.keys(this.hooks) as HookName[]) this.hooks[name].push(...other.hooks[name]);
    this.model = other.model;
  }
}
