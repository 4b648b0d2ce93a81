import { z } from 'zod';
import { SlipwayError } from './errors.ts';
import { Secret } from './secret.ts';

const secret = (minLength: number) =>
  z
    .string()
    .min(minLength, `needs at least ${minLength} characters; make one with: openssl rand -hex 32`)
    .transform((value) => new Secret(value));

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** An endpoint in place of Azure's own: for a local cloud and for tests, so it must be on this machine. */
const loopbackUrl = z
  .url()
  .refine(
    (url) => loopbackHosts.has(new URL(url).hostname),
    'only a loopback address may stand in for Azure, such as http://127.0.0.1:7073',
  );

const settingsSchema = z.object({
  /** Connection string of the storage account; or the next setting, for access by managed identity. */
  AzureWebJobsStorage: z.string().min(1).optional(),
  AzureWebJobsStorage__blobServiceUri: z.url().optional(),
  /** `blob:CONTAINER/NAME`, or a file relative to the app. */
  SLIPWAY_CATALOG: z.string().min(1).default('catalog.json'),
  /** The origin under which containers and people reach this app. Default: https://WEBSITE_HOSTNAME. */
  SLIPWAY_PUBLIC_URL: z.url().optional(),
  WEBSITE_HOSTNAME: z.string().min(1).optional(),
  SLIPWAY_SUBSCRIPTION_ID: z.uuid('a subscription id, such as 00000000-0000-0000-0000-000000000000'),
  SLIPWAY_RESOURCE_GROUP: z.string().min(1),
  /** Regions for container groups, comma separated, tried in order when capacity is short. */
  SLIPWAY_LOCATIONS: z
    .string()
    .min(1)
    .transform((list) => list.split(',').map((location) => location.trim()))
    .pipe(z.array(z.string().regex(/^[a-z0-9]+$/, 'region names, such as westeurope,northeurope')).min(1)),
  /** Written on every container group, so that two apps in one resource group never sweep each other's. */
  SLIPWAY_HUB: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/)
    .default('slipway'),
  SLIPWAY_HUGO_IMAGE: z.string().min(1),
  SLIPWAY_CALLBACK_SECRET: secret(32),
  SLIPWAY_GITHUB_WEBHOOK_SECRET: secret(16),
  SLIPWAY_GITHUB_TOKEN: secret(1).optional(),
  SLIPWAY_GITHUB_API_URL: z.url().default('https://api.github.com'),
  /** NCRONTAB, six fields. */
  SLIPWAY_SWEEP_SCHEDULE: z.string().min(1).default('0 */5 * * * *'),
  /** How many sites one `POST /api/publish` builds at a time. */
  SLIPWAY_PUBLISH_CONCURRENCY: z.coerce.number().int().min(1).max(50).default(5),
  SLIPWAY_ARM_ENDPOINT: loopbackUrl.optional(),
});

export type Config = {
  storage: { connectionString: Secret } | { blobServiceUri: string };
  catalog: string;
  publicUrl: string;
  subscriptionId: string;
  resourceGroup: string;
  locations: string[];
  hub: string;
  hugoImage: string;
  callbackSecret: Secret;
  github: { webhookSecret: Secret; token: Secret | undefined; apiUrl: string };
  sweepSchedule: string;
  publishConcurrency: number;
  armEndpoint: string | undefined;
  /** Values of the settings that a catalog may name as secrets. */
  readSetting: (name: string) => string | undefined;
};

/** One example for each setting that has no default: shown when the setting is missing or wrong. */
const examples: Record<string, string> = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  SLIPWAY_PUBLIC_URL: 'https://slipway.azurewebsites.net',
  SLIPWAY_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
  SLIPWAY_RESOURCE_GROUP: 'slipway',
  SLIPWAY_LOCATIONS: 'westeurope,northeurope',
  SLIPWAY_HUGO_IMAGE: 'myregistry.azurecr.io/hugo:0.111.3',
  SLIPWAY_CALLBACK_SECRET: 'the output of: openssl rand -hex 32',
  SLIPWAY_GITHUB_WEBHOOK_SECRET: 'the secret typed into the webhook form of GitHub',
  SLIPWAY_SWEEP_SCHEDULE: '0 */5 * * * *',
  SLIPWAY_PUBLISH_CONCURRENCY: '5',
  SLIPWAY_ARM_ENDPOINT: 'http://127.0.0.1:7073',
};

/** Reads the settings. Throws `settings-invalid` that names every problem, each with an example. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = settingsSchema.safeParse(present);
  const problems = result.success
    ? []
    : result.error.issues.map((issue) => [String(issue.path[0]), issue.message] as const);
  const missing: Array<readonly [string, string]> = [];
  if (!present.AzureWebJobsStorage && !present.AzureWebJobsStorage__blobServiceUri) {
    missing.push([
      'AzureWebJobsStorage',
      'missing (or set AzureWebJobsStorage__blobServiceUri for a managed identity)',
    ]);
  }
  if (!present.SLIPWAY_PUBLIC_URL && !present.WEBSITE_HOSTNAME) {
    missing.push(['SLIPWAY_PUBLIC_URL', 'missing, and WEBSITE_HOSTNAME is not set either']);
  }
  if (!result.success || missing.length > 0) throw invalidSettings([...problems, ...missing], present);

  const settings = result.data;
  return {
    storage: settings.AzureWebJobsStorage
      ? { connectionString: new Secret(settings.AzureWebJobsStorage) }
      : { blobServiceUri: settings.AzureWebJobsStorage__blobServiceUri ?? '' },
    catalog: settings.SLIPWAY_CATALOG,
    publicUrl: withoutSlash(settings.SLIPWAY_PUBLIC_URL ?? originOf(settings.WEBSITE_HOSTNAME ?? '')),
    subscriptionId: settings.SLIPWAY_SUBSCRIPTION_ID,
    resourceGroup: settings.SLIPWAY_RESOURCE_GROUP,
    locations: settings.SLIPWAY_LOCATIONS,
    hub: settings.SLIPWAY_HUB,
    hugoImage: settings.SLIPWAY_HUGO_IMAGE,
    callbackSecret: settings.SLIPWAY_CALLBACK_SECRET,
    github: {
      webhookSecret: settings.SLIPWAY_GITHUB_WEBHOOK_SECRET,
      token: settings.SLIPWAY_GITHUB_TOKEN,
      apiUrl: withoutSlash(settings.SLIPWAY_GITHUB_API_URL),
    },
    sweepSchedule: settings.SLIPWAY_SWEEP_SCHEDULE,
    publishConcurrency: settings.SLIPWAY_PUBLISH_CONCURRENCY,
    armEndpoint: settings.SLIPWAY_ARM_ENDPOINT,
    readSetting: (name) => env[name],
  };
}

/** The names of all settings, for the test that compares them with the example settings. */
export const settingNames = Object.keys(settingsSchema.shape);

function invalidSettings(
  problems: Array<readonly [string, string]>,
  present: Record<string, unknown>,
): SlipwayError {
  const lines = problems.map(([name, problem]) => {
    const text = name in present ? problem : problem.startsWith('missing') ? problem : 'missing';
    const example = examples[name];
    return `${name}: ${text}${example ? `, for example ${example}` : ''}`;
  });
  return new SlipwayError(
    'settings-invalid',
    `The settings have ${lines.length} problem(s):\n  ${lines.join('\n  ')}`,
    {
      details: { problems: lines },
    },
  );
}

function originOf(hostname: string): string {
  return `${hostname.startsWith('localhost') || hostname.startsWith('127.0.0.1') ? 'http' : 'https'}://${hostname}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
