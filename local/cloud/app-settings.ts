import { hugoImage } from './hugo-image.ts';

export type AppSettingsInput = {
  functionsPort: number;
  kubernetesPort: number;
  storageConnectionString: string;
  armOrigin: string;
  filesOrigin: string;
  githubOrigin: string;
  catalogFile: string;
  secrets: { callback: string; githubWebhook: string };
};

/** Container groups that the local cloud runs at a time. */
const groupsAtOnce = 5;

/**
 * Azure's limits on creates and deletes are there to protect Azure. An array of a thousand jobs shall not take three hours here, so
 * the stand-in and the app have the same higher ones.
 */
export const rateLimits = {
  createsPer5Minutes: 5_000,
  createsPerHour: 20_000,
  deletesPer5Minutes: 5_000,
  deletesPerHour: 20_000,
};

/** Everything the app learns of its surroundings: settings, and nothing but settings. */
export function appSettings(input: AppSettingsInput): Record<string, string> {
  return {
    AzureWebJobsStorage: input.storageConnectionString,
    SLIPWAY_CATALOG: input.catalogFile,
    SLIPWAY_PUBLIC_URL: `http://127.0.0.1:${input.functionsPort}`,
    SLIPWAY_KUBE_GATEWAY_URL: `http://127.0.0.1:${input.kubernetesPort}`,
    SLIPWAY_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
    SLIPWAY_RESOURCE_GROUP: 'slipway',
    SLIPWAY_LOCATIONS: 'westeurope,northeurope',
    SLIPWAY_HUB: 'local',
    // One machine builds them all: more at a time would only make each slower.
    SLIPWAY_MAX_GROUPS: String(groupsAtOnce),
    SLIPWAY_MAX_CREATES_5_MINUTES: String(rateLimits.createsPer5Minutes),
    SLIPWAY_MAX_CREATES_HOUR: String(rateLimits.createsPerHour),
    SLIPWAY_HUGO_IMAGE: hugoImage,
    SLIPWAY_CALLBACK_SECRET: input.secrets.callback,
    SLIPWAY_GITHUB_WEBHOOK_SECRET: input.secrets.githubWebhook,
    SLIPWAY_GITHUB_API_URL: input.githubOrigin,
    // The stand-in takes any token, but wants one, as GitHub does.
    SLIPWAY_GITHUB_TOKEN: 'local',
    SLIPWAY_ARM_ENDPOINT: input.armOrigin,
    SLIPWAY_FILES_ENDPOINT: input.filesOrigin,
  };
}
