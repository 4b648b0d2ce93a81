import { join } from 'node:path';
import { readJsonFile } from './json-file.ts';

export type LocalSettings = {
  /** Environment that the app gets, unless the variable is set already. */
  values: Record<string, string>;
  port: number | undefined;
  cors: { origins: string[]; credentials: boolean } | undefined;
  ignored: string[];
};

/** Reads local.settings.json of an app; no file means no settings. */
export async function readLocalSettings(directory: string): Promise<LocalSettings> {
  const path = join(directory, 'local.settings.json');
  const document = (await readJsonFile(path)) ?? { IsEncrypted: false };
  if (document.IsEncrypted === true)
    throw new Error(`"${path}" is encrypted. Decrypt it first: func settings decrypt.`);
  const { Values, ConnectionStrings, Host, IsEncrypted: _, ...others } = document as Record<string, never>;
  const { LocalHttpPort, CORS, CORSCredentials, ...otherHost } = asRecord(Host);
  const values = asTexts(Values);
  for (const [name, value] of Object.entries(asRecord(ConnectionStrings)))
    values[`ConnectionStrings:${name}`] = String(asRecord(value).ConnectionString ?? value);
  const origins =
    typeof CORS === 'string'
      ? CORS.split(',')
          .map((origin) => origin.trim())
          .filter(Boolean)
      : [];
  return {
    values,
    port: LocalHttpPort === undefined ? undefined : Number(LocalHttpPort),
    cors: origins.length > 0 ? { origins, credentials: CORSCredentials === true } : undefined,
    ignored: [...Object.keys(others), ...Object.keys(otherHost).map((key) => `Host.${key}`)],
  };
}

/** Puts values into an environment; a variable that is set there wins. */
export function applyValues(values: Record<string, string>, env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(values)) env[name] ??= value;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asTexts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([name, text]) => [name, String(text)]));
}
