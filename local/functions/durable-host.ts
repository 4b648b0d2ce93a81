import type { DurableFunctionKind, DurableFunctions } from '../durable/functions-port.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { HostFunction } from './host-function.ts';
import type { Mount } from './http/front-door.ts';
import type { OrchestratorCode } from './observe/orchestrator-code.ts';

/** What the host needs of a durable engine. */
export type DurableEngine = {
  /** The text of a durableClient input. */
  clientBinding(options: { origin: string; rpcOrigin: string; systemKey: string }): string;
  /** Answers `/runtime/webhooks/durabletask/*` and the loopback `/durabletask/*`. */
  fetch(request: Request): Response | Promise<Response>;
  /** Writes down at once which activities have ended, for a process that ends by itself. */
  keepResults?(): void;
  /** Lets what runs end for up to `graceMs`; what is cut short runs again at the next start. */
  stop(graceMs?: number): Promise<void>;
};

const triggerTypes: Record<DurableFunctionKind, string> = {
  orchestration: 'orchestrationtrigger',
  activity: 'activitytrigger',
  entity: 'entitytrigger',
};

/** The engine's view of an app's functions. Names are compared ignoring case, as the extension does. */
export function durableFunctions(
  functions: readonly HostFunction[],
  dispatcher: Dispatcher,
  code?: OrchestratorCode,
): DurableFunctions {
  const enabled = functions.filter((each) => !each.disabled);
  const byName = new Map(
    enabled
      .filter((each) => Object.values(triggerTypes).includes(each.triggerType))
      .map((each) => [each.name.toLowerCase(), each]),
  );
  return {
    names: (kind) =>
      enabled.filter((each) => each.triggerType === triggerTypes[kind]).map((each) => each.name),
    async invoke(name, trigger, triggerMetadata) {
      const target = byName.get(name.toLowerCase());
      if (!target)
        throw new Error(`The function '${name}' doesn't exist, is disabled, or is not a durable function.`);
      // The binding knows its value under its own name too; only the host knows that name.
      const metadata =
        trigger && target.triggerType === triggerTypes.activity
          ? { ...triggerMetadata, [target.triggerName]: trigger }
          : triggerMetadata;
      const { response } = await dispatcher.dispatch(target, { trigger, triggerMetadata: metadata });
      return response.returnValue ?? undefined;
    },
    ...(code && {
      codeOf: (name: string) => code.versionOf(byName.get(name.toLowerCase())?.name ?? name),
      async locate(name: string, trigger: string, place: number | undefined) {
        const target = byName.get(name.toLowerCase());
        return target ? code.locate(target, trigger, place) : [];
      },
    }),
  };
}

/** Where the engine answers: as the extension does, and under the loopback base of the Node client. */
export function durableMounts(engine: DurableEngine | undefined): Mount[] {
  if (!engine) return [];
  const fetch = (request: Request): Response | Promise<Response> => engine.fetch(request);
  return [
    { prefix: '/runtime/webhooks/durabletask/', fetch },
    { prefix: '/durabletask/', fetch },
  ];
}
