import { resolveSettings } from '../settings/binding-expressions.ts';

/** Where the settings say that a storage account is. */
export type StorageConnection =
  | { kind: 'string'; setting: string; connectionString: string }
  | { kind: 'endpoint'; setting: string; uri: string };

export type StorageServiceName = 'blob' | 'queue';

/** The services of the development account; the host itself needs no tables. */
export type DevelopmentService = StorageServiceName | 'table';

const defaultName = 'Storage';

/**
 * Finds a connection by the name that a binding gives: the setting `AzureWebJobs` + name, then the name itself; for
 * each a connection string, then `__blobServiceUri` or `__queueServiceUri`, then `__serviceUri`. Throws with what to set.
 */
export function resolveConnection(
  name: unknown,
  service: StorageServiceName,
  env: NodeJS.ProcessEnv,
): StorageConnection {
  const given = typeof name === 'string' ? resolveSettings(name, env).trim() : '';
  const short = given === '' ? defaultName : given;
  for (const setting of [`AzureWebJobs${short}`, short]) {
    const connectionString = lookUp(env, `ConnectionStrings:${setting}`) ?? lookUp(env, setting);
    if (connectionString !== undefined) return { kind: 'string', setting, connectionString };
    for (const key of [`${service}ServiceUri`, 'serviceUri', 'endpoint']) {
      const uri = lookUp(env, `${setting}__${key}`) ?? lookUp(env, `${setting}:${key}`);
      if (uri !== undefined) return { kind: 'endpoint', setting: `${setting}__${key}`, uri };
    }
    const account = lookUp(env, `${setting}__accountName`) ?? lookUp(env, `${setting}:accountName`);
    if (account !== undefined) {
      const uri = `https://${account}.${service}.core.windows.net`;
      return { kind: 'endpoint', setting: `${setting}__accountName`, uri };
    }
  }
  const setting = short === defaultName ? 'AzureWebJobsStorage' : short;
  throw new Error(
    `Storage account connection string '${setting}' does not exist. Set ${setting}, for example to "UseDevelopmentStorage=true" in local.settings.json "Values".`,
  );
}

/** The account of Azurite on its usual ports, which the local host starts itself when nobody has. */
export function isDevelopmentStorage(connection: StorageConnection): boolean {
  return connection.kind === 'string' && namesDevelopmentStorage(connection.connectionString);
}

export function namesDevelopmentStorage(text: string): boolean {
  return /(^|;)\s*UseDevelopmentStorage\s*=\s*true/i.test(text);
}

/** Names of settings are compared ignoring case, as .NET configuration does; an empty value is none. */
function lookUp(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const exact = env[name];
  if (exact !== undefined) return exact.trim() === '' ? undefined : exact;
  const lower = name.toLowerCase();
  const key = Object.keys(env).find((each) => each.toLowerCase() === lower);
  const value = key === undefined ? undefined : env[key];
  return value === undefined || value.trim() === '' ? undefined : value;
}
