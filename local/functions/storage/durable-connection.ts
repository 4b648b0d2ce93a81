import { connectionNameOf, isAzureStorage, isSection, reader } from '../settings/durable-problems.ts';
import { resolveConnection } from './connection.ts';

/** Why the durable connection is none; the default one is not asked for, as durable state lies in a file here. */
export function connectionProblem(
  durableTask: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const storage = reader(durableTask)('StorageProvider');
  if (!isSection(storage) || !isAzureStorage(storage)) return undefined;
  const name = connectionNameOf(durableTask);
  if (name === undefined) return undefined;
  try {
    resolveConnection(name, 'blob', env);
    return undefined;
  } catch {
    return `Unable to resolve the Azure Storage connection named '${name}', storageProvider.connectionName of host.json. Set ${name}, for example to "UseDevelopmentStorage=true" in local.settings.json "Values".`;
  }
}
