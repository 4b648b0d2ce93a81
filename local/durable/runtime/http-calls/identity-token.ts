import type { TokenCredential } from '@azure/identity';

let credential: Promise<TokenCredential> | undefined;

/**
 * A token for a resource, as the extension gets it for a `callHttp` with a token source: from the managed identity that
 * IDENTITY_ENDPOINT names, else from whoever is signed in on this machine, with `az login` for example.
 */
export async function identityToken(resource: string): Promise<string> {
  // It takes a moment to load, and few apps need it. On one machine an identity is there or is not: no retries.
  credential ??= import('@azure/identity').then(
    ({ DefaultAzureCredential }) => new DefaultAzureCredential({ retryOptions: { maxRetries: 0 } }),
  );
  const scope = `${resource.replace(/\/?(\.default)?$/, '')}/.default`;
  try {
    const token = await (await credential).getToken(scope);
    if (!token) throw new Error('no credential answered');
    return token.token;
  } catch (error) {
    throw new Error(
      `No token for "${resource}": ${(error as Error).message}\nSign in with "az login", or name a managed identity by IDENTITY_ENDPOINT and IDENTITY_HEADER.`,
      { cause: error },
    );
  }
}
