import { ArmError } from '../server/arm-error.ts';

/** Per call, Standard and Premium. */
const limitOfPaths = 100;

/** Refuses what a purge cannot take: no paths, too many, or one that is no path. */
export function checkContentPaths(contentPaths: unknown): string[] {
  if (!Array.isArray(contentPaths) || contentPaths.length === 0) {
    throw refused("'contentPaths' must name at least one path.");
  }
  if (contentPaths.length > limitOfPaths) {
    throw refused(`'contentPaths' has ${contentPaths.length} paths; at most ${limitOfPaths} are possible.`);
  }
  return contentPaths.map((path: unknown) => {
    if (typeof path !== 'string' || !path.startsWith('/')) {
      throw refused(`The path '${String(path)}' must begin with '/', without scheme and host.`);
    }
    const wildcard = path.indexOf('*');
    if (wildcard >= 0 && (wildcard < path.length - 1 || path.at(-2) !== '/')) {
      throw refused(`The path '${path}' has a wildcard elsewhere than as its last segment.`);
    }
    return path;
  });
}

/** Refuses domains with a wildcard: each must be named. */
export function checkDomains(domains: unknown): string[] {
  if (domains === undefined || domains === null) return [];
  if (!Array.isArray(domains)) throw refused("'domains' must be a list.");
  return domains.map((domain: unknown) => {
    if (typeof domain === 'string' && domain !== '' && !domain.includes('*')) return domain;
    throw refused(
      `The domain '${String(domain)}' cannot be purged: wildcard domains must be named one by one.`,
    );
  });
}

function refused(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}
