import { join } from 'node:path';
import { z } from 'zod';
import { resolveSettings } from './binding-expressions.ts';
import { type BlobSettings, blobSchema } from './blob-settings.ts';
import { connectionNameOf, durableProblems, reader } from './durable-problems.ts';
import { ignoredSettings } from './ignored-settings.ts';
import { readJsonFile } from './json-file.ts';
import { type QueueSettings, queueSchema, queueSettings } from './queue-settings.ts';
import { parseTimeSpan } from './time-span.ts';

const count = z.coerce.number().int();
const flag = z.union([z.boolean(), z.stringbool()]);

const httpSchema = z.looseObject({
  routePrefix: z.string().default('api'),
  maxOutstandingRequests: count.default(-1),
  maxConcurrentRequests: count.default(-1),
  customHeaders: z.record(z.string(), z.string()).default({}),
  enableChunkedRequestBinding: flag.default(false),
});

const schema = z.looseObject({
  version: z.string().optional(),
  functionTimeout: z.string().optional(),
  logging: z.looseObject({ logLevel: z.record(z.string(), z.string()).default({}) }).prefault({}),
  extensions: z
    .looseObject({
      http: httpSchema.prefault({}),
      queues: queueSchema.prefault({}),
      blobs: blobSchema.prefault({}),
      durableTask: z.record(z.string(), z.unknown()).default({}),
    })
    .prefault({}),
});

export type HostSettings = {
  http: z.infer<typeof httpSchema>;
  queues: QueueSettings;
  blobs: BlobSettings;
  /** Undefined: no limit. */
  functionTimeoutMs: number | undefined;
  logLevels: Record<string, string>;
  /** `extensions.durableTask` as it stands, for the engine. */
  durableTask: Record<string, unknown>;
  hubName: string;
  connectionName: string;
  /** Names of settings that have no effect here. */
  ignored: string[];
};

/** Reads host.json of an app; `AzureFunctionsJobHost__a__b` in the environment overrides `a.b`. */
export async function readHostJson(directory: string, env: NodeJS.ProcessEnv): Promise<HostSettings> {
  const path = join(directory, 'host.json');
  return hostSettings((await readJsonFile(path)) ?? {}, env, path);
}

/** Throws with every problem of the document at once. */
export function hostSettings(
  document: Record<string, unknown>,
  env: NodeJS.ProcessEnv,
  path = 'host.json',
): HostSettings {
  const parsed = schema.safeParse(withOverrides(document, env));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`"${path}" is wrong: ${problems.join('; ')}`);
  }
  const { extensions, functionTimeout, logging } = parsed.data;
  const hubName = reader(extensions.durableTask)('HubName');
  const hub = hubName === undefined ? undefined : resolveSettings(String(hubName), env);
  const problems = durableProblems(extensions.durableTask, hub);
  if (problems.length > 0)
    throw new Error(
      `"${path}" is wrong, and the Durable extension does not start with it on Azure: extensions.durableTask: ${problems.join('; ')}`,
    );
  return {
    http: { ...extensions.http, routePrefix: extensions.http.routePrefix.replace(/^\/+|\/+$/g, '') },
    queues: queueSettings(extensions.queues, env),
    blobs: extensions.blobs,
    functionTimeoutMs: functionTimeout === undefined ? undefined : timeSpanMs(functionTimeout, path),
    logLevels: logging.logLevel,
    durableTask: extensions.durableTask,
    hubName: hub ?? env.WEBSITE_SITE_NAME ?? 'TestHubName',
    connectionName: String(connectionNameOf(extensions.durableTask) ?? 'Storage'),
    ignored: ignoredSettings(parsed.data, honouredHere),
  };
}

/** Extensions whose settings are read here, with the settings that have an effect. */
const honouredHere = {
  http: Object.keys(httpSchema.shape),
  queues: Object.keys(queueSchema.shape),
  blobs: Object.keys(blobSchema.shape),
};

const overridePrefix = /^AzureFunctionsJobHost(?:__|:)/i;

/** Keys are compared ignoring case, as .NET configuration does. */
function withOverrides(document: Record<string, unknown>, env: NodeJS.ProcessEnv): Record<string, unknown> {
  const result = structuredClone(document);
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !overridePrefix.test(name)) continue;
    const path = name.replace(overridePrefix, '').split(/__|:/);
    const last = path.pop() ?? '';
    let node = result;
    for (const key of path) {
      const found = findKey(node, key);
      if (typeof node[found] !== 'object' || node[found] === null) node[found] = {};
      node = node[found] as Record<string, unknown>;
    }
    node[findKey(node, last)] = value;
  }
  return result;
}

function findKey(node: Record<string, unknown>, key: string): string {
  return Object.keys(node).find((each) => each.toLowerCase() === key.toLowerCase()) ?? key;
}

/** `[d.]hh:mm:ss`; `-1` or a negative span: no limit. */
function timeSpanMs(text: string, path: string): number | undefined {
  if (text.startsWith('-')) return undefined;
  const ms = parseTimeSpan(text);
  if (ms === undefined)
    throw new Error(`"${path}": functionTimeout "${text}" is no time span, write "00:05:00" for example.`);
  return ms;
}
