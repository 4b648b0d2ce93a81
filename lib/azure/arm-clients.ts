import type { CdnManagementClient } from '@azure/arm-cdn';
import type { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { azureCredential, standInCredential } from './azure-credential.ts';
import { loopbackHttpClient } from './loopback-http-client.ts';

export const armOrigin = 'https://management.azure.com';

/** By this Azure's activity log, and whoever records calls, tells the app's from others'. */
export const armUserAgent = 'slipway';

export type ArmOptions = {
  subscriptionId: string;
  resourceGroup: string;
  /** A stand-in on this machine, in place of Azure's own endpoint. */
  armEndpoint?: string | undefined;
  /** In place of the network, for tests. */
  httpClient?: HttpClient;
};

/** The clients of Azure's management API; each is loaded and made at its first use. */
export type ArmClients = {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  containerInstances(): Promise<ContainerInstanceManagementClient>;
  cdn(): Promise<CdnManagementClient>;
};

export function armClients(options: ArmOptions): ArmClients {
  const { subscriptionId, resourceGroup } = options;
  const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => {
      made ??= make();
      return made;
    };
  };
  return {
    subscriptionId,
    resourceGroup,
    containerInstances: once(async () => {
      const { ContainerInstanceManagementClient } = await import('@azure/arm-containerinstance');
      return new ContainerInstanceManagementClient(
        credentialFor(options),
        subscriptionId,
        clientOptions(options),
      );
    }),
    cdn: once(async () => {
      const { CdnManagementClient } = await import('@azure/arm-cdn');
      return new CdnManagementClient(credentialFor(options), subscriptionId, clientOptions(options));
    }),
  };
}

function credentialFor({ armEndpoint, httpClient }: ArmOptions): TokenCredential {
  return armEndpoint || httpClient ? standInCredential : azureCredential();
}

/**
 * No retries here: an activity is retried durably, and the SDK would sleep through a Retry-After of any length, with the
 * function's time running.
 */
function clientOptions({ armEndpoint, httpClient }: ArmOptions) {
  return {
    endpoint: armOrigin,
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: armUserAgent },
    ...(armEndpoint ? { httpClient: loopbackHttpClient(armOrigin, armEndpoint) } : {}),
    ...(httpClient ? { httpClient } : {}),
  };
}
