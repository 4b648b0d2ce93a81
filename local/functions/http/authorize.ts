import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Keys } from './key-store.ts';
import type { AuthLevel } from './route-table.ts';
import { queryPairs } from './rpc-request.ts';

export type Caller = 'master' | 'function' | 'system' | 'nobody';

/** The key that a caller shows: header `x-functions-key`, else `?code=`. */
function shownKey(request: IncomingMessage, query: string): string | undefined {
  const header = request.headers['x-functions-key'];
  if (typeof header === 'string') return header;
  for (const [name, value] of queryPairs(query)) if (name.toLowerCase() === 'code') return value;
  return undefined;
}

/** Who a request comes from, as far as its key tells; with a function's name that function's own keys count too. */
export function callerOf(keys: Keys, request: IncomingMessage, query: string, functionName?: string): Caller {
  const shown = shownKey(request, query);
  if (shown === undefined || shown === '') return 'nobody';
  const isOneOf = (known: Record<string, string> | undefined): boolean =>
    Object.values(known ?? {}).some((key) => isSame(key, shown));
  if (isSame(keys.masterKey, shown)) return 'master';
  if (isOneOf(keys.functionKeys)) return 'function';
  if (functionName !== undefined && isOneOf(keys.functions[functionName.toLowerCase()])) return 'function';
  return isOneOf(keys.systemKeys) ? 'system' : 'nobody';
}

/** Whether a caller may call a function of that level. */
export function mayCall(level: AuthLevel, caller: Caller): boolean {
  return level === 'anonymous' || caller === 'master' || (level === 'function' && caller === 'function');
}

function isSame(key: string, shown: string): boolean {
  const [a, b] = [Buffer.from(key), Buffer.from(shown)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
