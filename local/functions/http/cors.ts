import type { IncomingMessage } from 'node:http';

export type CorsSettings = { origins: readonly string[]; credentials: boolean };

/** The headers that let a browser of an allowed origin read the answer; none for any other caller. */
export function corsHeaders(settings: CorsSettings, request: IncomingMessage): string[] {
  const { origin } = request.headers;
  const anyOrigin = settings.origins.includes('*');
  if (origin === undefined || !(anyOrigin || settings.origins.includes(origin))) return [];
  const headers = ['Access-Control-Allow-Origin', anyOrigin && !settings.credentials ? '*' : origin];
  if (settings.origins.length > 1) headers.push('Vary', 'Origin');
  if (settings.credentials) headers.push('Access-Control-Allow-Credentials', 'true');
  return headers;
}

/** A browser's question before the real request. */
export function isPreflight(request: IncomingMessage): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.origin !== undefined &&
    request.headers['access-control-request-method'] !== undefined
  );
}

/** The answer to a preflight: what was asked for is allowed, if the origin is. */
export function preflightHeaders(settings: CorsSettings, request: IncomingMessage): string[] {
  const headers = corsHeaders(settings, request);
  if (headers.length === 0) return headers;
  headers.push('Access-Control-Allow-Methods', String(request.headers['access-control-request-method']));
  const asked = request.headers['access-control-request-headers'];
  if (asked !== undefined) headers.push('Access-Control-Allow-Headers', asked.replace(/\s*,\s*/g, ','));
  return headers;
}
