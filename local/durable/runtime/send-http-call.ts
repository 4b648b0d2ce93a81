import type { HttpCallRequest, HttpCallResponse } from '../protocol/http-call.ts';

/** Headers of the body: the extension reports only those of the response itself. */
const contentHeaders = new Set([
  'allow',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'expires',
  'last-modified',
]);

/** Sends the request of a `callHttp`; every status is a result, only a network error rejects. */
export async function sendHttpCall(requestText: string): Promise<string> {
  const request = JSON.parse(requestText) as HttpCallRequest;
  const headers = new Headers(request.headers);
  const hasBody = request.content !== undefined && request.content !== null;
  if (hasBody && !headers.has('content-type')) headers.set('content-type', 'text/plain; charset=utf-8');
  try {
    const response = await fetch(request.uri, {
      method: request.method,
      headers,
      ...(hasBody && { body: request.content }),
    });
    const answer: HttpCallResponse = {
      statusCode: response.status,
      headers: Object.fromEntries([...response.headers].filter(([name]) => !contentHeaders.has(name))),
      content: await response.text(),
    };
    return JSON.stringify(answer);
  } catch (error) {
    throw new Error(networkProblem(error, request.uri), { cause: error });
  }
}

/** In the words of .NET for the commonest case. */
function networkProblem(error: unknown, uri: string): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const { hostname, port, protocol } = new URL(uri);
  const address = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  if (code === 'ECONNREFUSED') return `Connection refused (${address})`;
  const text =
    cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error);
  return `${text} (${address})`;
}
