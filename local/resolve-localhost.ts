import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

type Callback = (error: Error | null, address: string | dns.LookupAddress[], family?: number) => void;

/**
 * Makes names under `.localhost` resolve to this machine in this process, as RFC 6761 says they should and browsers do; many
 * systems' resolvers do not know them. Node asks `dns.lookup` for each connection, so replacing it is enough.
 */
export function resolveLocalhostNames(): void {
  const original = dns.lookup;
  const lookup = (hostname: string, ...rest: unknown[]): void => {
    const callback = rest.at(-1) as Callback;
    const options = (typeof rest[0] === 'object' ? rest[0] : {}) as dns.LookupOptions;
    if (!/(^|\.)localhost\.?$/i.test(hostname)) {
      (original as (...args: unknown[]) => void)(hostname, ...rest);
    } else if (options?.all) {
      process.nextTick(callback, null, [{ address: '127.0.0.1', family: 4 }]);
    } else {
      process.nextTick(callback, null, '127.0.0.1', 4);
    }
  };
  Object.assign(dns, { lookup: Object.assign(lookup, original) });
  syncBuiltinESMExports();
}
