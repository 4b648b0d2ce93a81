import type { LibraryContext, LibraryTask } from './library-types.ts';

/** Methods by which an orchestrator asks for something. */
const askingMethods = [
  'callActivity',
  'callActivityWithRetry',
  'callEntity',
  'callHttp',
  'callSubOrchestrator',
  'callSubOrchestratorWithRetry',
  'continueAsNew',
  'createTimer',
  'lock',
  'signalEntity',
  'waitForExternalEvent',
];

type Method = (...args: unknown[]) => LibraryTask | undefined;

/** Hears of one call: what was called, and how to go on with it. */
export type AroundCall = (what: string, call: () => LibraryTask | undefined) => LibraryTask | undefined;

/**
 * Calls `whenMade` when the durable library puts its `df` on the context of an invocation, before the code runs. It
 * works on the objects of this one invocation, so nothing of the library itself is changed.
 */
export function whenOrchestrating(context: object, whenMade: (df: LibraryContext) => void): void {
  const before = Object.getOwnPropertyDescriptor(context, 'df');
  let df: LibraryContext | undefined;
  Object.defineProperty(context, 'df', {
    configurable: true,
    enumerable: true,
    get: () => df,
    set: (made: LibraryContext) => {
      before?.set?.call(context, made);
      df = made;
      whenMade(made);
    },
  });
}

/** Leads every call by which the code asks for something through `around`. */
export function watchCalls(df: LibraryContext, around: AroundCall): void {
  const watched = (name: string, original: Method): Method => {
    return (...args) =>
      around(typeof args[0] === 'string' ? `${name} ${args[0]}` : name, () => original(...args));
  };
  for (const name of askingMethods) {
    const method = df[name];
    if (typeof method === 'function') Object.assign(df, { [name]: watched(name, method.bind(df) as Method) });
  }
  const { all, any } = df.Task;
  df.Task.all = watched('all', all as Method) as typeof all;
  df.Task.any = watched('any', any as Method) as typeof any;
}
