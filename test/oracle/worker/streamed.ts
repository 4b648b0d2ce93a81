import { type IncomingHttpHeaders, request as proxyTo } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { InvocationRequest } from '../../../local/functions/worker/core-types.ts';
import type { InvocationOutcome } from '../../../local/functions/worker/invoke.ts';
import type { TypedData } from '../../../local/typed-data.ts';

type Nullable = Record<string, { value?: string }>;

/** A request as the .NET host sends it; `body` as bytes. */
type WireRequest = {
  url: string;
  method: string;
  nullableHeaders: Nullable;
  nullableParams: Nullable;
  body?: { bytes: Uint8Array };
};

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** The HTTP request of an invocation; undefined for one of another kind. */
export function httpRequestIn({ inputData }: InvocationRequest): WireRequest | undefined {
  return inputData.flatMap(({ data }) =>
    data && 'http' in data ? [data.http as unknown as WireRequest] : [],
  )[0];
}

/**
 * Invokes an HTTP function of an app that has switched HTTP streaming on. The library then takes the raw request from a listener
 * of its own and answers there, and the invocation carries metadata only; here the answer is collected and handed back in one.
 */
export async function streamed(
  httpUri: string,
  http: WireRequest,
  request: InvocationRequest,
  invoke: (request: InvocationRequest) => Promise<InvocationOutcome>,
): Promise<unknown> {
  const url = new URL(http.url);
  const headers = valuesOf(http.nullableHeaders);
  const proxied = proxyTo(new URL(url.pathname + url.search, httpUri), {
    method: http.method,
    headers: {
      ...headers,
      'x-ms-invocation-id': request.invocationId,
      'x-forwarded-host': url.host,
      'x-forwarded-proto': 'http',
    },
  });
  const answer = new Promise<unknown>((resolve, reject) => {
    proxied.on('error', reject);
    proxied.on('response', (response) => {
      const { statusCode, headers } = response;
      buffer(response).then(
        (body) =>
          resolve({
            http: { statusCode: String(statusCode), headers: passedOn(headers), body: { bytes: body } },
          }),
        reject,
      );
    });
  });
  answer.catch(() => {});
  proxied.end(http.body?.bytes);

  const params = Object.entries(valuesOf(http.nullableParams));
  const triggerMetadata: Record<string, TypedData> = {
    ...Object.fromEntries(params.map(([name, value]) => [name, { string: value }])),
    Headers: { json: JSON.stringify(headers) },
  };
  try {
    await invoke({ ...request, triggerMetadata });
  } catch (error) {
    proxied.destroy();
    throw error;
  }
  return { outputData: [], returnValue: await answer };
}

function valuesOf(pairs: Nullable): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs).map(([name, { value = '' }]) => [name, value]));
}

function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      hopByHop.has(name) || value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
