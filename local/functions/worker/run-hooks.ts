import { ReadOnlyError } from './core-error.ts';
import type { HookName } from './core-types.ts';
import type { FunctionRegistry } from './function-registry.ts';

/** A hook's context: `fixed` can be read only, `open` also assigned. */
export function hookContext(
  fixed: Record<string, unknown>,
  open: Record<string, unknown>,
): Record<string, unknown> {
  const context: Record<string, unknown> = { ...open };
  for (const [property, value] of Object.entries(fixed))
    Object.defineProperty(context, property, {
      enumerable: true,
      get: () => value,
      set() {
        throw new ReadOnlyError(property);
      },
    });
  return context;
}

/** Runs the hooks of one kind in order of registration, each awaited; an error of one ends the chain. */
export async function runHooks(
  registry: FunctionRegistry,
  name: HookName,
  context: Record<string, unknown>,
): Promise<void> {
  for (const callback of [...registry.hooks[name]]) await callback(context);
}
