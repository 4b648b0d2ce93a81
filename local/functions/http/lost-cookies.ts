import type { HostFunction } from '../host-function.ts';
import type { LogSink } from '../log.ts';

/** The library hands each header on under its name, so of several Set-Cookie headers the last one is left. */
export function noteLostCookies({ log }: { log: LogSink }, { name }: HostFunction, result: unknown): void {
  const lost = cookiesByHeader(result) - 1;
  if (lost < 1) return;
  log({
    level: 'error',
    category: 'host',
    functionName: name,
    trap: 'cookieLost',
    message: `'${name}' answered with ${lost + 1} Set-Cookie headers, of which only the last is sent, here as on Azure. Use the property "cookies" of the answer.`,
  });
}

function cookiesByHeader(result: unknown): number {
  const { headers } = (result ?? {}) as { headers?: unknown };
  if (Array.isArray(headers)) return headers.filter(([name]) => /^set-cookie$/i.test(String(name))).length;
  const { getSetCookie } = (headers ?? {}) as { getSetCookie?: unknown };
  return typeof getSetCookie === 'function' ? (getSetCookie.call(headers) as string[]).length : 0;
}
