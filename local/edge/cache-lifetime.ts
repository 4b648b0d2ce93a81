/** How long a CDN may keep an answer, in seconds; undefined when it must not keep it at all. */
export function cacheLifetime(cacheControl: string | undefined): number | undefined {
  const directives = new Map(
    (cacheControl ?? '').split(',').map((part) => {
      const [name = '', value] = part.trim().toLowerCase().split('=');
      return [name, value?.replaceAll('"', '')];
    }),
  );
  if (['no-store', 'private', 'no-cache'].some((name) => directives.has(name))) return undefined;
  const age = directives.get('s-maxage') ?? directives.get('max-age');
  return age !== undefined && /^\d+$/.test(age) ? Number(age) : defaultLifetimeSeconds;
}

/** Front Door keeps for one to three days what says nothing about caching. */
const defaultLifetimeSeconds = 86_400;
