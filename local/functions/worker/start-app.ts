import { currentModel, enterRegistry } from './core.ts';
import type { FunctionRegistry } from './function-registry.ts';
import { listeningForHost } from './listening-for-host.ts';
import { hookContext, runHooks } from './run-hooks.ts';

/** What the host tells the library it can do; the library answers with the same and its own additions. */
const hostCapabilities = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  WorkerStatus: 'true',
  TypedDataCollection: 'true',
  HandlesWorkerTerminateMessage: 'true',
};

export type StartedApp = {
  /** Where the library takes raw requests when the app switched HTTP streaming on. */
  httpUri: string | undefined;
  /** Runs the app's appTerminate hooks. */
  terminate(): Promise<void>;
};

/** Ends the start of a loaded app: appStart hooks, capabilities, no registrations any more. */
export async function startApp(
  registry: FunctionRegistry,
  functionAppDirectory: string,
): Promise<StartedApp> {
  const context = hookContext({ hookData: {}, appHookData: registry.appHookData, functionAppDirectory }, {});
  enterRegistry(registry);
  await runHooks(registry, 'appStart', context);
  registry.model ??= currentModel();
  const capabilities =
    (await listeningForHost(() => registry.model?.getCapabilities({ ...hostCapabilities }))) ?? {};
  registry.lock();
  return {
    httpUri: capabilities.HttpUri?.replace('localhost', '127.0.0.1'),
    terminate: () => runHooks(registry, 'appTerminate', context),
  };
}
