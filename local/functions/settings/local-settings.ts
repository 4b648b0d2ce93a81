import { join } from 'node:path';
import { readJsonFile } from './json-file.ts';

export type LocalSettings = {
  /** Environment that the app gets, unless the variable is set already. */
  values: Record<string, string>;
  port: number | undefined;
  cors: { origins: string[]; credentials: boolean } | undefined;
  ignored: string[];
  /** What of the file is taken in another way than its author may think, a sentence each. */
  warnings: string[];
};

const fileName = 'local.settings.json';

/** Reads local.settings.json of an app; no file means no settings. */
export async function readLocalSettings(directory: string): Promise<LocalSettings> {
  const path = join(directory, fileName);
  const document = (await readJsonFile(path)) ?? { IsEncrypted: false };
  if (document.IsEncrypted === true)
    throw new Error(`"${path}" is encrypted. Decrypt it first: func settings decrypt.`);
  const { Values, ConnectionStrings, Host, IsEncrypted, ...others } = document as Record<string, never>;
  const nested = Object.entries(asRecord(Values)).filter(([, value]) => isNested(value));
  if (nested.length > 0) return nothingOf(nested.map(([name]) => name));
  const { LocalHttpPort, CORS, CORSCredentials, ...otherHost } = asRecord(Host);
  const { values, nulls } = textsOf(asRecord(Values));
  for (const [name, value] of Object.entries(asRecord(ConnectionStrings)))
    values[`ConnectionStrings:${name}`] = String(asRecord(value).ConnectionString ?? value);
  const origins =
    typeof CORS === 'string'
      ? CORS.split(',')
          .map((origin) => origin.trim())
          .filter(Boolean)
      : [];
  const warnings = nulls.map(
    (name) => `${fileName}: '${name}' is null, so it is not set, as with func start.`,
  );
  if (IsEncrypted === undefined)
    warnings.push(
      `${fileName} does not say "IsEncrypted": false. It is read here, but func start takes such a file for encrypted and does not start.`,
    );
  return {
    values,
    port: LocalHttpPort === undefined ? undefined : Number(LocalHttpPort),
    cors: origins.length > 0 ? { origins, credentials: CORSCredentials === true } : undefined,
    ignored: [...Object.keys(others), ...Object.keys(otherHost).map((key) => `Host.${key}`)],
    warnings,
  };
}

/** Puts values into an environment; a variable that is set there to more than nothing wins. Returns the names of those. */
export function applyValues(values: Record<string, string>, env: NodeJS.ProcessEnv): string[] {
  const shadowed: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (!env[name]) env[name] = value;
    else if (env[name] !== value) shadowed.push(name);
  }
  return shadowed;
}

/** What the real tools make of a file with a value that is no text: nothing of it is taken. */
function nothingOf(names: readonly string[]): LocalSettings {
  const warning = `${fileName}: nothing of it is used, as with func start, since these values are no texts: ${names.join(', ')}. Write a nested value as NAME__PART, or as JSON in a text.`;
  return { values: {}, port: undefined, cors: undefined, ignored: [], warnings: [warning] };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** .NET writes its truth values with capitals. */
function textsOf(given: Record<string, unknown>): { values: Record<string, string>; nulls: string[] } {
  const values: Record<string, string> = {};
  const nulls: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === null) nulls.push(name);
    else if (typeof value === 'boolean') values[name] = value ? 'True' : 'False';
    else values[name] = String(value);
  }
  return { values, nulls };
}
