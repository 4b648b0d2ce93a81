import type { EdgeSite } from './site-answer.ts';

/**
 * The site that a Host header means: `SITE.localhost` or one of its CDN's domains, with any port and in any case. A plain
 * loopback address means the first site.
 */
export function selectSite<T extends EdgeSite>(sites: readonly T[], host: string): T | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  if (name === 'localhost' || name === '[::1]' || /^\d+(\.\d+){3}$/.test(name)) return sites[0];
  return sites.find((site) => hostsOf(site).includes(name));
}

/** Every host name under which a site is reached here. */
export function hostsOf({ name, cdn }: EdgeSite): string[] {
  const domains = cdn.kind === 'frontDoor' ? (cdn.domains ?? []) : [];
  return [`${name}.localhost`, ...domains].map((host) => host.toLowerCase());
}
