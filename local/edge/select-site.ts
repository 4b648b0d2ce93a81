import type { EdgeSite } from './site-answer.ts';

/**
 * The site that a Host header and a decoded path mean, and the path below the site's own. Hosts are those of the site's URL,
 * of its CDN's domains, and `SITE.localhost`, with any port and in any case; of sites of one host, the one with the longest
 * path wins. A plain loopback address means the first site.
 */
export function selectSite<T extends EdgeSite>(
  sites: readonly T[],
  host: string,
  path: string,
): { site: T; rest: string } | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  const isAddress = name === 'localhost' || name === '[::1]' || /^\d+(\.\d+){3}$/.test(name);
  const [best] = sites
    .filter((site) => isAddress || hostsOf(site).includes(name))
    .map((site) => ({ site, base: basePath(site) }))
    .filter(({ base }) => `${path}/`.startsWith(base))
    .sort((one, other) => (isAddress ? 0 : other.base.length - one.base.length));
  return best && { site: best.site, rest: path.slice(best.base.length) };
}

/** Every host name under which a site is reached here. */
export function hostsOf({ name, url, cdn }: EdgeSite): string[] {
  const domains = cdn.kind === 'frontDoor' ? (cdn.domains ?? []) : [];
  return [new URL(url).hostname, `${name}.localhost`, ...domains].map((host) => host.toLowerCase());
}

/** The decoded path of a site's URL, which begins and ends with a slash: `/` or `/docs/`. */
function basePath({ url }: EdgeSite): string {
  return decodeURIComponent(new URL(url).pathname).replace(/\/*$/, '/');
}
