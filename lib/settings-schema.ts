import { z } from 'zod';
import { Secret } from './secret.ts';
import { telemetryExamples, telemetrySettings } from './telemetry-settings.ts';

const secret = (minLength: number) =>
  z
    .string()
    .min(minLength, `needs at least ${minLength} characters; make one with: openssl rand -hex 32`)
    .transform((value) => new Secret(value));

const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const price = z.coerce.number().min(0).max(1_000);
const days = wholeNumber(1, 3_650);

/** Azure writes the words of resource ids in any case. */
const resourceId = (type: string): RegExp =>
  new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${type}/[^/]+$`, 'i');

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** An endpoint in place of Azure's own: for a local cloud and for tests, so it must be on this machine. */
const loopbackUrl = z
  .url()
  .refine(
    (url) => loopbackHosts.has(new URL(url).hostname),
    'only a loopback address may stand in for Azure, such as http://127.0.0.1:7073',
  );

/** Every setting of the app. */
export const settingsSchema = z.object({
  /** Connection string of the storage account; or, for access by identity, its name or all of its endpoints. */
  AzureWebJobsStorage: z.string().min(1).optional(),
  AzureWebJobsStorage__accountName: z
    .string()
    .regex(/^[a-z0-9]{3,24}$/, '3 to 24 small letters and digits')
    .optional(),
  AzureWebJobsStorage__blobServiceUri: z.url().optional(),
  /** Only the host asks for it: for triggers and durable runs. */
  AzureWebJobsStorage__queueServiceUri: z.url().optional(),
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
  /** The registry whose images are pulled by the identity of the next setting, where a spec brings no credential for it. */
  SLIPWAY_REGISTRY: z
    .string()
    .regex(/^[a-z0-9.-]+(?::[0-9]+)?$/, 'the name of a server, without a scheme')
    .optional(),
  SLIPWAY_PULL_IDENTITY: z
    .string()
    .regex(resourceId('Microsoft.ManagedIdentity/userAssignedIdentities'), 'a resource id')
    .optional(),
  /** Where container groups are placed that need no public address and name no subnet. */
  SLIPWAY_SUBNET: z
    .string()
    .regex(resourceId('Microsoft.Network/virtualNetworks/[^/]+/subnets'), 'a resource id')
    .optional(),
  /** Whether callers show a function key, or sign in with Microsoft Entra and have roles. */
  SLIPWAY_ACCESS: z.enum(['keys', 'roles']).default('keys'),
  SLIPWAY_CALLBACK_SECRET: secret(32),
  // A mistake in one of the next three turns GitHub off and nothing else, so they are looked at in github-settings.ts.
  /** One secret, or the new one and the old one with a comma between them while they are changed. Without it no push is heard. */
  SLIPWAY_GITHUB_WEBHOOK_SECRET: z.string().optional(),
  SLIPWAY_GITHUB_TOKEN: z.string().optional(),
  SLIPWAY_GITHUB_API_URL: z.string().default('https://api.github.com'),
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
  /** Whether the calls of the Build 2018 sample are answered below `/api/2018`. */
  SLIPWAY_2018_API: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  ...telemetrySettings,
  SLIPWAY_ARM_ENDPOINT: loopbackUrl.optional(),
  SLIPWAY_FILES_ENDPOINT: loopbackUrl.optional(),
});

export type Settings = z.output<typeof settingsSchema>;

/** An example for settings that need one: shown when the setting is missing or wrong. */
export const settingExamples: Record<string, string> = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  AzureWebJobsStorage__accountName: 'slipwaystorage',
  AzureWebJobsStorage__blobServiceUri: 'https://slipwaystorage.blob.core.windows.net',
  AzureWebJobsStorage__queueServiceUri: 'https://slipwaystorage.queue.core.windows.net',
  AzureWebJobsStorage__tableServiceUri: 'https://slipwaystorage.table.core.windows.net',
  SLIPWAY_PUBLIC_URL: 'https://slipway.azurewebsites.net',
  SLIPWAY_KUBE_GATEWAY_URL: 'https://kube-gateway.example.com',
  SLIPWAY_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
  SLIPWAY_RESOURCE_GROUP: 'slipway',
  SLIPWAY_LOCATIONS: 'westeurope,northeurope',
  SLIPWAY_HUB: 'slipway',
  SLIPWAY_HUGO_IMAGE: 'myregistry.azurecr.io/hugo:0.111.3',
  SLIPWAY_REGISTRY: 'myregistry.azurecr.io',
  SLIPWAY_PULL_IDENTITY:
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/slipway/providers/Microsoft.ManagedIdentity/userAssignedIdentities/pull',
  SLIPWAY_SUBNET:
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/slipway/providers/Microsoft.Network/virtualNetworks/slipway/subnets/groups',
  SLIPWAY_ACCESS: 'roles',
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
  SLIPWAY_2018_API: 'true',
  ...telemetryExamples,
  SLIPWAY_ARM_ENDPOINT: 'http://127.0.0.1:7073',
  SLIPWAY_FILES_ENDPOINT: 'http://127.0.0.1:7078',
};
