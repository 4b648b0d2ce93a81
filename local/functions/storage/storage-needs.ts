import type { HostFunction } from '../host-function.ts';
import {
  type DevelopmentService,
  isDevelopmentStorage,
  namesDevelopmentStorage,
  resolveConnection,
  type StorageServiceName,
} from './connection.ts';

type Need = [service: StorageServiceName, connection: unknown];

/** Which services of `UseDevelopmentStorage=true` the triggers and bindings of an app's enabled functions use. */
export function developmentStorageNeeds(
  functions: readonly HostFunction[],
  env: NodeJS.ProcessEnv,
): StorageServiceName[] {
  const needs = functions.filter(({ disabled }) => !disabled).flatMap(needsOf);
  const local = needs.filter(([service, connection]) => isLocal(service, connection, env));
  return [...new Set(local.map(([service]) => service))];
}

/** Those that its code may use through an SDK: all, when a setting names the development storage. */
export function developmentStorageOfSdks(env: NodeJS.ProcessEnv): DevelopmentService[] {
  const isNamed = Object.values(env).some((value) => value !== undefined && namesDevelopmentStorage(value));
  return isNamed ? ['blob', 'queue', 'table'] : [];
}

function needsOf({ bindings, triggerType, trigger, storageInputs, storageOutputs }: HostFunction): Need[] {
  const needs = [...storageInputs, ...storageOutputs].map((name): Need => {
    const { type, connection } = bindings[name] ?? { type: 'blob' };
    return [type.toLowerCase() === 'queue' ? 'queue' : 'blob', connection];
  });
  if (triggerType === 'queuetrigger') needs.push(['queue', trigger.connection]);
  if (triggerType === 'blobtrigger')
    for (const connection of [trigger.connection, undefined])
      needs.push(['blob', connection], ['queue', connection]);
  return needs;
}

/** A connection that is not there is told of where it is used. */
function isLocal(service: StorageServiceName, connection: unknown, env: NodeJS.ProcessEnv): boolean {
  try {
    return isDevelopmentStorage(resolveConnection(connection, service, env));
  } catch {
    return false;
  }
}
