/** The name under which the history shows a request of `callHttp`: a built-in activity. */
export const httpActivityName = 'BuiltIn::HttpActivity';

export type HttpCallRequest = {
  method: string;
  uri: string;
  /** The SDK makes a text of an object; other values come as they are. */
  content?: unknown;
  headers?: Record<string, string>;
  tokenSource?: { resource: string; kind: string };
  asynchronousPatternEnabled?: boolean;
};

export type HttpCallResponse = {
  statusCode: number;
  headers: Record<string, string | string[]>;
  content: string;
};

/** The value of a header whatever its case, the first one when it came several times. */
export function responseHeader(response: HttpCallResponse, name: string): string | undefined {
  for (const [key, value] of Object.entries(response.headers ?? {})) {
    if (key.toLowerCase() === name) return Array.isArray(value) ? value[0] : value;
  }
  return undefined;
}
