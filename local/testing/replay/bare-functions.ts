import { systemClock } from '../../clock.ts';
import type { DurableFunctions } from '../../durable/index.ts';
import { Dispatcher } from '../../functions/dispatcher.ts';
import { durableFunctions } from '../../functions/durable-host.ts';
import { hostFunctions } from '../../functions/host-function.ts';
import { FunctionRegistry, registerInto } from '../../functions/index.ts';
import '../../functions/worker/install-core.ts';
import type { OrchestratorObserver } from '../observe/orchestrator-observer.ts';

/** The functions that some code registers, to be called directly: no server, no engine. */
export function bareFunctions(register: () => void, observer: OrchestratorObserver): DurableFunctions {
  const registry = new FunctionRegistry();
  registerInto(registry, register);
  registry.hooks.preInvocation.push(observer.hook);
  const dispatcher = new Dispatcher(registry, systemClock, undefined);
  dispatcher.open(undefined);
  return durableFunctions(hostFunctions(registry, {}), dispatcher);
}
