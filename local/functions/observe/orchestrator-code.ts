import type { Clock } from '../../clock.ts';
import type { CodeVersion } from '../../durable/functions-port.ts';
import { positionsOf } from '../code/code-position.ts';
import { Dispatcher } from '../dispatcher.ts';
import type { HostFunction } from '../host-function.ts';
import type { FunctionCallback } from '../worker/core-types.ts';
import { FunctionRegistry } from '../worker/function-registry.ts';
import { type FileHashes, shortHash } from './app-files.ts';
import type { LibraryContext, LibraryTask } from './library-types.ts';
import { watchCalls, whenOrchestrating } from './watch-orchestrator.ts';

type Watching = (df: LibraryContext) => void;

/**
 * What the host knows of its orchestrators' code. The library hides the functions that an app registers; they show
 * themselves when they run. So the first run of each is watched, and none after that.
 */
export class OrchestratorCode {
  readonly #registry: FunctionRegistry;
  readonly #clock: Clock;
  readonly #files: FileHashes | undefined;
  readonly #sources = new Map<string, string>();

  constructor(
    registry: FunctionRegistry,
    functions: readonly HostFunction[],
    clock: Clock,
    files: FileHashes | undefined,
  ) {
    this.#registry = registry;
    this.#clock = clock;
    this.#files = files;
    for (const { name, triggerType } of functions)
      if (triggerType === 'orchestrationtrigger') this.#watchFirstRun(name);
  }

  /** Undefined until the function has run. */
  versionOf(name: string): CodeVersion | undefined {
    const source = this.#sources.get(name);
    return source === undefined ? undefined : { source, ...(this.#files && { files: this.#files }) };
  }

  /**
   * Where the code asks for its action number `place`, from 0, or else for its last one: `file:line`, innermost first.
   * Runs it once more, beside the host: nothing is logged and no hook hears of it.
   */
  async locate(target: HostFunction, trigger: string, place: number | undefined): Promise<string[]> {
    const calls: { task: LibraryTask | undefined; at: Error }[] = [];
    let actions: LibraryContext['taskOrchestratorExecutor']['actions'] = [];
    const aside = new FunctionRegistry();
    aside.copyFrom(this.#registry);
    for (const hooks of Object.values(aside.hooks)) hooks.length = 0;
    watchRuns(aside, target.name, (df) => {
      watchCalls(df, (_what, call) => {
        const at = new Error();
        const task = call();
        calls.push({ task, at });
        return task;
      });
      actions = df.taskOrchestratorExecutor.actions;
    });
    const dispatcher = new Dispatcher(aside, this.#clock, undefined);
    dispatcher.open(undefined);
    // How it ends is known already.
    await dispatcher.dispatch(target, { trigger: { string: trigger } }).catch(() => {});
    const wanted = place === undefined ? undefined : actions[place];
    const call = calls.find(({ task }) => wanted && task?.actionObj === wanted) ?? calls.at(-1);
    return call ? positionsOf(call.at) : [];
  }

  #watchFirstRun(name: string): void {
    const restore = watchRuns(this.#registry, name, (df) => {
      const executor = df.taskOrchestratorExecutor;
      const execute = executor.execute.bind(executor);
      executor.execute = (context, history, schemaVersion, code) => {
        this.#sources.set(name, shortHash(String(code)));
        restore();
        return execute(context, history, schemaVersion, code);
      };
    });
  }
}

/** Watches the runs of a function from now on; returns what ends that. */
function watchRuns(registry: FunctionRegistry, name: string, whenMade: Watching): () => void {
  const registered = registry.functions.get(name);
  if (!registered) return () => {};
  const callback: FunctionCallback = (...inputs) => {
    const context = inputs.at(-1);
    if (typeof context === 'object' && context !== null) whenOrchestrating(context, whenMade);
    return registered.callback(...inputs);
  };
  registry.functions.set(name, { ...registered, callback });
  return () => void registry.functions.set(name, registered);
}
