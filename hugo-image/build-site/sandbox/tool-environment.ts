type Environment = Record<string, string | undefined>;

/**
 * Variables that a site's tools do not get: this program's own, the access of a managed identity, what may hold an image's
 * credentials for git, and those that would loosen what Hugo lets a site do.
 */
const withheld = /^(SLIPWAY_|IDENTITY_|MSI_|GIT_|HUGO_SECURITY_)/;

/** The environment of Hugo and npm. */
export function toolEnvironment(env: Environment): Environment {
  const kept = Object.entries(env).filter(([name]) => !withheld.test(name));
  // Go makes its module cache read-only, and a folder that nobody can remove stays behind.
  return { ...Object.fromEntries(kept), GOFLAGS: '-modcacherw' };
}
