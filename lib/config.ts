import { z } from 'zod';
import type { CreationRates } from '../contract/creation-budget.ts';
import type { ListPrices } from '../contract/jobs.ts';
import type { Retention } from '../contract/retention.ts';
import { SlipwayError } from './errors.ts';
import { Secret } from './secret.ts';
import {
  type TelemetryConfig,
  telemetryConfig,
  telemetryExamples,
  telemetrySettings,
} from './telemetry-settings.ts';

const secret = (minLength: number) =>
  z
    .string()
    .min(minLength, `needs at least ${minLength} characters; make one with: openssl rand -hex 32`)
    .transform((value) => new Secret(value));

const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const price = z.coerce.number().min(0).max(1_000);
const days = wholeNumber(1, 3_650);

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
  AzureWebJobsStorage__tableServiceUri: z.url().optional(),
  /** `blob:CONTAINER/NAME`, or a file relative to the app. */
  SLIPWAY_CATALOG: z.string().min(1).default('catalog.json'),
  /** The origin under which containers and people reach this app. Default: https://WEBSITE_HOSTNAME. */
  SLIPWAY_PUBLIC_URL: z.url().optional(),
  WEBSITE_HOSTNAME: z.string().min(1).optional(),
  /** Where kubectl finds the gateway that can open terminals; default: the public URL, which can't. */
  SLIPWAY_KUBE_GATEWAY_URL: z.url().optional(),
  SLIPWAY_SUBSCRIPTION_ID: z.uuid('a subscription id, such as 00000000-0000-0000-0000-000000000000'),
  SLIPWAY_RESOURCE_GROUP: z.string().min(1),
  /** Regions for container groups, comma separated, tried in order when capacity is short. */
  SLIPWAY_LOCATIONS: z
    .string()
    .min(1)
    .transform((list) => list.split(',').map((location) => location.trim()))
    .pipe(z.array(z.string().regex(/^[a-z0-9]+$/, 'region names, such as westeurope,northeurope')).min(1)),
  /** Written on every container group, so that two apps in one resource group never sweep each other's. Default: WEBSITE_SITE_NAME. */
  SLIPWAY_HUB: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, '1 to 64 letters, digits and hyphens')
    .optional(),
  WEBSITE_SITE_NAME: z.string().min(1).optional(),
  SLIPWAY_HUGO_IMAGE: z.string().min(1),
  SLIPWAY_CALLBACK_SECRET: secret(32),
  /** One secret, or the new one and the old one with a comma between them while they are changed. Without it no push is heard. */
  SLIPWAY_GITHUB_WEBHOOK_SECRET: z.string().optional(),
  SLIPWAY_GITHUB_TOKEN: secret(1).optional(),
  SLIPWAY_GITHUB_API_URL: z.url().default('https://api.github.com'),
  /** NCRONTAB, six fields. */
  SLIPWAY_SWEEP_SCHEDULE: z.string().min(1).default('0 */5 * * * *'),
  SLIPWAY_CLEAN_UP_SCHEDULE: z.string().min(1).default('0 */15 * * * *'),
  /** The most container groups of this app that exist at one time in one region. */
  SLIPWAY_MAX_GROUPS: wholeNumber(1, 10_000).default(100),
  /** What Azure lets a subscription create; it raises both on request. */
  SLIPWAY_MAX_CREATES_5_MINUTES: wholeNumber(1, 100_000).default(100),
  SLIPWAY_MAX_CREATES_HOUR: wholeNumber(1, 100_000).default(300),
  /** How often the heads of branches are compared with what was published, for pushes that no webhook told of. */
  SLIPWAY_HEADS_MINUTES: wholeNumber(1, 1_440).default(15),
  SLIPWAY_KEEP_RUNS_DAYS: days.default(30),
  SLIPWAY_KEEP_LOGS_DAYS: days.default(30),
  SLIPWAY_KEEP_DELIVERIES_DAYS: days.default(7),
  SLIPWAY_KEEP_RELEASES: wholeNumber(1, 100).default(20),
  SLIPWAY_KEEP_CACHES: wholeNumber(0, 10).default(1),
  /** What Azure charges for an hour of one vCPU and of one GB of memory, for the estimates of costs. */
  SLIPWAY_PRICE_VCPU_HOUR: price.default(0.0486),
  SLIPWAY_PRICE_GB_HOUR: price.default(0.0054),
  SLIPWAY_PRICE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three letters')
    .default('USD'),
  ...telemetrySettings,
  SLIPWAY_ARM_ENDPOINT: loopbackUrl.optional(),
  SLIPWAY_FILES_ENDPOINT: loopbackUrl.optional(),
});

export type Config = {
  storage: { connectionString: Secret } | { blobServiceUri: string; tableServiceUri: string };
  catalog: string;
  publicUrl: string;
  kubeGatewayUrl: string | undefined;
  subscriptionId: string;
  resourceGroup: string;
  locations: string[];
  hub: string;
  hugoImage: string;
  callbackSecret: Secret;
  github: GitHubConfig;
  sweepSchedule: string;
  cleanUpSchedule: string;
  maxGroups: number;
  creationRates: CreationRates;
  headsMinutes: number;
  retention: Retention;
  listPrices: ListPrices;
  telemetry: TelemetryConfig;
  armEndpoint: string | undefined;
  filesEndpoint: string | undefined;
  readSetting: (name: string) => string | undefined;
};

export type GitHubConfig = {
  /** Any of them may have signed a delivery; empty when `problem` says why. */
  webhookSecrets: readonly Secret[];
  /** Why GitHub's webhooks are turned off. */
  problem?: string | undefined;
  token: Secret | undefined;
  apiUrl: string;
};

/** One example for each setting that has no default: shown when the setting is missing or wrong. */
const examples: Record<string, string> = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  AzureWebJobsStorage__tableServiceUri: 'https://slipwaystorage.table.core.windows.net',
  SLIPWAY_PUBLIC_URL: 'https://slipway.azurewebsites.net',
  SLIPWAY_KUBE_GATEWAY_URL: 'https://kube-gateway.example.com',
  SLIPWAY_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
  SLIPWAY_RESOURCE_GROUP: 'slipway',
  SLIPWAY_LOCATIONS: 'westeurope,northeurope',
  SLIPWAY_HUB: 'slipway',
  SLIPWAY_HUGO_IMAGE: 'myregistry.azurecr.io/hugo:0.111.3',
  SLIPWAY_CALLBACK_SECRET: 'the output of: openssl rand -hex 32',
  SLIPWAY_SWEEP_SCHEDULE: '0 */5 * * * *',
  SLIPWAY_CLEAN_UP_SCHEDULE: '0 */15 * * * *',
  SLIPWAY_MAX_GROUPS: '100',
  SLIPWAY_MAX_CREATES_5_MINUTES: '100',
  SLIPWAY_MAX_CREATES_HOUR: '300',
  SLIPWAY_HEADS_MINUTES: '15',
  SLIPWAY_KEEP_RUNS_DAYS: '30',
  SLIPWAY_KEEP_LOGS_DAYS: '30',
  SLIPWAY_KEEP_DELIVERIES_DAYS: '7',
  SLIPWAY_KEEP_RELEASES: '20',
  SLIPWAY_KEEP_CACHES: '1',
  SLIPWAY_PRICE_VCPU_HOUR: '0.0486',
  SLIPWAY_PRICE_GB_HOUR: '0.0054',
  SLIPWAY_PRICE_CURRENCY: 'USD',
  ...telemetryExamples,
  SLIPWAY_ARM_ENDPOINT: 'http://127.0.0.1:7073',
  SLIPWAY_FILES_ENDPOINT: 'http://127.0.0.1:7078',
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
      'missing (or set AzureWebJobsStorage__blobServiceUri and AzureWebJobsStorage__tableServiceUri for a managed identity)',
    ]);
  } else if (!present.AzureWebJobsStorage && !present.AzureWebJobsStorage__tableServiceUri) {
    missing.push([
      'AzureWebJobsStorage__tableServiceUri',
      'missing beside AzureWebJobsStorage__blobServiceUri',
    ]);
  }
  if (!present.SLIPWAY_HUB && !present.WEBSITE_SITE_NAME) {
    missing.push(['SLIPWAY_HUB', 'missing, and WEBSITE_SITE_NAME is not set either']);
  }
  if (!present.SLIPWAY_PUBLIC_URL && !present.WEBSITE_HOSTNAME) {
    missing.push(['SLIPWAY_PUBLIC_URL', 'missing, and WEBSITE_HOSTNAME is not set either']);
  }
  if (!result.success || missing.length > 0) throw invalidSettings([...problems, ...missing], present);

  const settings = result.data;
  return {
    storage: settings.AzureWebJobsStorage
      ? { connectionString: new Secret(settings.AzureWebJobsStorage) }
      : {
          blobServiceUri: settings.AzureWebJobsStorage__blobServiceUri ?? '',
          tableServiceUri: settings.AzureWebJobsStorage__tableServiceUri ?? '',
        },
    catalog: settings.SLIPWAY_CATALOG,
    publicUrl: withoutSlash(settings.SLIPWAY_PUBLIC_URL ?? originOf(settings.WEBSITE_HOSTNAME ?? '')),
    kubeGatewayUrl: settings.SLIPWAY_KUBE_GATEWAY_URL && withoutSlash(settings.SLIPWAY_KUBE_GATEWAY_URL),
    subscriptionId: settings.SLIPWAY_SUBSCRIPTION_ID,
    resourceGroup: settings.SLIPWAY_RESOURCE_GROUP,
    locations: settings.SLIPWAY_LOCATIONS,
    hub: settings.SLIPWAY_HUB ?? settings.WEBSITE_SITE_NAME ?? '',
    hugoImage: settings.SLIPWAY_HUGO_IMAGE,
    callbackSecret: settings.SLIPWAY_CALLBACK_SECRET,
    github: {
      ...webhookSecrets(settings.SLIPWAY_GITHUB_WEBHOOK_SECRET),
      token: settings.SLIPWAY_GITHUB_TOKEN,
      apiUrl: withoutSlash(settings.SLIPWAY_GITHUB_API_URL),
    },
    sweepSchedule: settings.SLIPWAY_SWEEP_SCHEDULE,
    cleanUpSchedule: settings.SLIPWAY_CLEAN_UP_SCHEDULE,
    maxGroups: settings.SLIPWAY_MAX_GROUPS,
    creationRates: {
      per5Minutes: settings.SLIPWAY_MAX_CREATES_5_MINUTES,
      perHour: settings.SLIPWAY_MAX_CREATES_HOUR,
    },
    headsMinutes: settings.SLIPWAY_HEADS_MINUTES,
    retention: {
      runDays: settings.SLIPWAY_KEEP_RUNS_DAYS,
      logDays: settings.SLIPWAY_KEEP_LOGS_DAYS,
      deliveryDays: settings.SLIPWAY_KEEP_DELIVERIES_DAYS,
      releases: settings.SLIPWAY_KEEP_RELEASES,
      caches: settings.SLIPWAY_KEEP_CACHES,
    },
    listPrices: {
      vcpuHour: settings.SLIPWAY_PRICE_VCPU_HOUR,
      memoryGbHour: settings.SLIPWAY_PRICE_GB_HOUR,
      currency: settings.SLIPWAY_PRICE_CURRENCY,
    },
    telemetry: telemetryConfig(settings),
    armEndpoint: settings.SLIPWAY_ARM_ENDPOINT,
    filesEndpoint: settings.SLIPWAY_FILES_ENDPOINT,
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

const shortestWebhookSecret = 16;

/** A mistake here turns the webhook off and nothing else: sites can be published, and heads are compared all the same. */
function webhookSecrets(setting = ''): Pick<GitHubConfig, 'webhookSecrets' | 'problem'> {
  const texts = setting.split(',').map((text) => text.trim());
  const off = (problem: string) => ({
    webhookSecrets: [],
    problem: `SLIPWAY_GITHUB_WEBHOOK_SECRET: ${problem}; make one with: openssl rand -hex 32, and give GitHub the same`,
  });
  if (texts.every((text) => text === '')) return off('missing');
  if (texts.length > 2) return off('more than two secrets');
  if (texts.some((text) => text.length < shortestWebhookSecret))
    return off(`needs at least ${shortestWebhookSecret} characters`);
  return { webhookSecrets: texts.map((text) => new Secret(text)) };
}

function originOf(hostname: string): string {
  return `${hostname.startsWith('localhost') || hostname.startsWith('127.0.0.1') ? 'http' : 'https'}://${hostname}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
