type Environment = Record<string, string | undefined>;

/** What nobody but this program gets: its own variables, and the access of a managed identity. */
const own = /^(SLIPWAY_|IDENTITY_|MSI_)/;

/** What a site's tools do not get either: an image's credentials for git, and what would loosen what Hugo lets a site do. */
const notForSites = /^(GIT_|HUGO_SECURITY_)/;

export function withoutOwnVariables(env: Environment): Environment {
  return without(own, env);
}

/** The environment of Hugo and npm. */
export function toolEnvironment(env: Environment): Environment {
  // Go makes its module cache read-only, and a folder that nobody can remove stays behind.
  const goFlags = [env.GOFLAGS, '-modcacherw'].filter(Boolean).join(' ');
  return { ...without(notForSites, withoutOwnVariables(env)), GOFLAGS: goFlags };
}

function without(names: RegExp, env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)));
}
