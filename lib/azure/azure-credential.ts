import type { TokenCredential } from '@azure/identity';

/** The identity of the app: managed in Azure, the developer's own elsewhere. Its library is loaded at the first token. */
export function azureCredential(): TokenCredential {
  let loaded: Promise<TokenCredential> | undefined;
  const load = async (): Promise<TokenCredential> => {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new DefaultAzureCredential();
  };
  return {
    async getToken(scopes, options) {
      loaded ??= load();
      return (await loaded).getToken(scopes, options);
    },
  };
}

/** For a stand-in of Azure on this machine: a real token must never go to it. */
export const standInCredential: TokenCredential = {
  getToken: async () => ({ token: 'stand-in', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
};
