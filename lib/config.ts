import type { CreationRates } from '../contract/creation-budget.ts';
import type { ListPrices } from '../contract/jobs.ts';
import type { Retention } from '../contract/retention.ts';
import { SlipwayError } from './errors.ts';
import { type GitHubConfig, githubConfig } from './github-settings.ts';
import type { Secret } from './secret.ts';
import { type Settings, settingExamples, settingsSchema } from './settings-schema.ts';
import { type StorageConfig, storageConfig, storageProblems } from './storage-settings.ts';
import { type TelemetryConfig, telemetryConfig } from './telemetry-settings.ts';
import { isUnresolvedReference, unresolvedText } from './unresolved-reference.ts';

export type Config = {
  storage: StorageConfig;
  catalog: string;
  publicUrl: string;
  kubeGatewayUrl: string | undefined;
  subscriptionId: string;
  resourceGroup: string;
  locations: string[];
  hub: string;
  hugoImage: string;
  groupDefaults: GroupDefaults;
  /** What callers show: a function key, or a role. */
  access: 'keys' | 'roles';
  callbackSecret: Secret;
  github: GitHubConfig;
  sweepSchedule: string;
  cleanUpSchedule: string;
  maxGroups: number;
  creationRates: CreationRates;
  headsMinutes: number;
  retention: Retention;
  listPrices: ListPrices;
  /** Whether the calls of the Build 2018 sample are answered. */
  api2018: boolean;
  telemetry: TelemetryConfig;
  armEndpoint: string | undefined;
  filesEndpoint: string | undefined;
  /** Undefined also for a reference that Azure could not resolve. */
  readSetting: (name: string) => string | undefined;
  /** What is wrong, yet no reason not to start. */
  warnings: string[];
};

/** What a container group gets whose spec leaves it open. */
export type GroupDefaults = {
  /** Its images are pulled by this identity, which is a resource id. */
  registry?: { server: string; identity: string };
  /** A resource id. */
  subnet?: string;
};

/** Reads the settings. Throws `settings-invalid` that names every problem, each with an example. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const unresolved = new Set(given.filter(([, value]) => isUnresolvedReference(value)).map(([name]) => name));
  const present: Partial<Record<string, string>> = Object.fromEntries(
    given.filter(([name]) => !unresolved.has(name)),
  );
  const result = settingsSchema.safeParse(present);
  const wrong = (result.error?.issues ?? []).map((issue): Problem => [String(issue.path[0]), issue.message]);
  const problems = [
    ...[...wrong, ...missingSettings(present)].filter(([name]) => !unresolved.has(name)),
    ...unresolvedSettings(unresolved),
  ];
  if (!result.success || problems.length > 0) throw invalidSettings(problems, present);

  const settings = result.data;
  const { github, problems: warnings } = githubConfig(settings, unresolved);
  return {
    storage: storageConfig(settings),
    catalog: settings.SLIPWAY_CATALOG,
    publicUrl: withoutSlash(settings.SLIPWAY_PUBLIC_URL ?? originOf(settings.WEBSITE_HOSTNAME ?? '')),
    kubeGatewayUrl: settings.SLIPWAY_KUBE_GATEWAY_URL && withoutSlash(settings.SLIPWAY_KUBE_GATEWAY_URL),
    subscriptionId: settings.SLIPWAY_SUBSCRIPTION_ID,
    resourceGroup: settings.SLIPWAY_RESOURCE_GROUP,
    locations: settings.SLIPWAY_LOCATIONS,
    hub: settings.SLIPWAY_HUB ?? settings.WEBSITE_SITE_NAME ?? '',
    hugoImage: settings.SLIPWAY_HUGO_IMAGE,
    groupDefaults: groupDefaults(settings),
    access: settings.SLIPWAY_ACCESS,
    callbackSecret: settings.SLIPWAY_CALLBACK_SECRET,
    github,
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
    api2018: settings.SLIPWAY_2018_API,
    telemetry: telemetryConfig(settings),
    armEndpoint: settings.SLIPWAY_ARM_ENDPOINT,
    filesEndpoint: settings.SLIPWAY_FILES_ENDPOINT,
    readSetting: (name) => (unresolved.has(name) ? undefined : env[name]),
    warnings: [...warnings, ...unresolvedSecrets(unresolved)],
  };
}

/** The names of all settings, for the test that compares them with the example settings. */
export const settingNames = Object.keys(settingsSchema.shape);

type Problem = readonly [setting: string, problem: string];

/** What no single setting can tell. */
function missingSettings(present: Partial<Record<string, string>>): Problem[] {
  const problems: Problem[] = storageProblems(present);
  if (!present.SLIPWAY_HUB && !present.WEBSITE_SITE_NAME)
    problems.push(['SLIPWAY_HUB', 'missing, and WEBSITE_SITE_NAME is not set either']);
  if (!present.SLIPWAY_PUBLIC_URL && !present.WEBSITE_HOSTNAME)
    problems.push(['SLIPWAY_PUBLIC_URL', 'missing, and WEBSITE_HOSTNAME is not set either']);
  if (present.SLIPWAY_REGISTRY && !present.SLIPWAY_PULL_IDENTITY)
    problems.push(['SLIPWAY_PULL_IDENTITY', 'missing beside SLIPWAY_REGISTRY']);
  if (present.SLIPWAY_PULL_IDENTITY && !present.SLIPWAY_REGISTRY)
    problems.push(['SLIPWAY_REGISTRY', 'missing beside SLIPWAY_PULL_IDENTITY']);
  // Without it nobody takes the header from strangers in which the roles stand.
  if (present.SLIPWAY_ACCESS === 'roles' && present.WEBSITE_AUTH_ENABLED?.toLowerCase() !== 'true')
    problems.push(['SLIPWAY_ACCESS', 'roles need the authentication of App Service, which is not turned on']);
  if (present.SLIPWAY_SUBNET && present.SLIPWAY_LOCATIONS?.includes(','))
    problems.push(['SLIPWAY_LOCATIONS', 'more than one, while SLIPWAY_SUBNET is in one region']);
  return problems;
}

function groupDefaults({
  SLIPWAY_REGISTRY: server,
  SLIPWAY_PULL_IDENTITY: identity,
  SLIPWAY_SUBNET: subnet,
}: Settings): GroupDefaults {
  return { ...(server && identity ? { registry: { server, identity } } : {}), ...(subnet ? { subnet } : {}) };
}

/** A default in place of what was meant would be worse than no start. GitHub's are looked at with it. */
function unresolvedSettings(unresolved: ReadonlySet<string>): Problem[] {
  return settingNames
    .filter((name) => unresolved.has(name) && !name.startsWith('SLIPWAY_GITHUB_'))
    .map((name) => [name, unresolvedText]);
}

/** Secrets of the catalog; whoever needs one is told as if there were none. */
function unresolvedSecrets(unresolved: ReadonlySet<string>): string[] {
  return [...unresolved]
    .filter((name) => name.startsWith('SLIPWAY_SECRET_'))
    .map((name) => `${name}: ${unresolvedText}`);
}

function invalidSettings(
  problems: readonly Problem[],
  present: Partial<Record<string, string>>,
): SlipwayError {
  const lines = problems.map(([name, problem]) => {
    if (problem === unresolvedText) return `${name}: ${problem}`;
    const text = name in present || problem.startsWith('missing') ? problem : 'missing';
    const example = settingExamples[name];
    return `${name}: ${text}${example ? `, for example ${example}` : ''}`;
  });
  return new SlipwayError(
    'settings-invalid',
    `The settings have ${lines.length} problem(s):\n  ${lines.join('\n  ')}`,
    { details: { problems: lines } },
  );
}

function originOf(hostname: string): string {
  return `${hostname.startsWith('localhost') || hostname.startsWith('127.0.0.1') ? 'http' : 'https'}://${hostname}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
