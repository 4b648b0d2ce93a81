import type { LogLevel } from '../log.ts';
import type { CoreInvocationContext, LogCategory } from './core-types.ts';
import type { FunctionRegistry } from './function-registry.ts';
import { isReplaying } from './is-replaying.ts';
import { hookContext } from './run-hooks.ts';

/** The log of one invocation: through the app's log hooks, which may change level and text, to the host's sink. */
export function invocationLog(
  registry: FunctionRegistry,
  functionName: string,
  invocationId: string,
  hookData: Record<string, unknown>,
  contextOf: () => unknown,
  triggerOf: () => unknown,
): CoreInvocationContext['log'] {
  let inHook = false;
  return (level: LogLevel, category: LogCategory, message: string) => {
    const isReplayed = category === 'user' && isReplaying(contextOf(), triggerOf());
    const entry = { level, category, message, functionName, invocationId, ...(isReplayed && { isReplayed }) };
    // A hook that logs would call itself without end.
    if (registry.hooks.log.length === 0 || inHook) {
      registry.log(entry);
      return;
    }
    const context = hookContext(
      { hookData, appHookData: registry.appHookData, category, invocationContext: contextOf() },
      { level, message },
    );
    inHook = true;
    try {
      for (const callback of registry.hooks.log) callback(context);
    } finally {
      inHook = false;
    }
    registry.log({ ...entry, level: context.level as LogLevel, message: String(context.message) });
  };
}
