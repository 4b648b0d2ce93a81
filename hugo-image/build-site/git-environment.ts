type Environment = Record<string, string | undefined>;

/**
 * The environment for git: it never asks for a password, and it sends the token, if any, to the repository's own host
 * only. The token travels in a variable, so it shows neither in a process list nor in the work tree's configuration.
 * Settings that the image's environment already carries (GIT_CONFIG_COUNT) stay in force.
 */
export function gitEnvironment(
  env: Environment,
  source: { repository: string; token: string | undefined },
): Environment {
  const quiet: Environment = { ...env, GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', LC_ALL: 'C' };
  if (!source.token) return quiet;
  const index = Number(env.GIT_CONFIG_COUNT ?? 0);
  // Any user name goes with a token at GitHub, GitLab and Azure DevOps; this is the one GitHub documents.
  const credentials = Buffer.from(`x-access-token:${source.token}`).toString('base64');
  return {
    ...quiet,
    GIT_CONFIG_COUNT: String(index + 1),
    [`GIT_CONFIG_KEY_${index}`]: `http.${new URL(source.repository).origin}/.extraHeader`,
    [`GIT_CONFIG_VALUE_${index}`]: `Authorization: Basic ${credentials}`,
  };
}
