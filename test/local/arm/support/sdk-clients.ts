import { CdnManagementClient } from '@azure/arm-cdn';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';

const azureOrigin = 'https://management.azure.com';
export const subscription = '11111111-1111-4111-8111-111111111111';
export const resourceGroup = 'rg';

export type SdkClients = { aci: ContainerInstanceManagementClient; cdn: CdnManagementClient };

/** The real clients, whose sockets go to the emulator and nowhere else. */
export function sdkClients(origin: string): SdkClients {
  const credential = {
    getToken: async () => ({ token: 'token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
  };
  const options = { httpClient: loopbackClient(origin), retryOptions: { maxRetries: 0 } };
  return {
    aci: new ContainerInstanceManagementClient(credential, subscription, options),
    cdn: new CdnManagementClient(credential, subscription, options),
  };
}

function loopbackClient(origin: string): HttpClient {
  const inner = createDefaultHttpClient();
  return {
    sendRequest(request) {
      if (!request.url.startsWith(azureOrigin)) throw new Error(`a test asked for ${request.url}`);
      request.url = origin + request.url.slice(azureOrigin.length);
      request.allowInsecureConnection = true;
      return inner.sendRequest(request);
    },
  };
}
