import { withoutOwnVariables } from '../sandbox/tool-environment.ts';

type Environment = Record<string, string | undefined>;

export type GitSource = {
  repository: string;
  token: string | undefined;
  /** Whether the repository lies on this machine, also behind an address that the image rewrites. */
  local: boolean;
};

/** The work tree lives for minutes: nothing of it needs housekeeping or has to survive a power cut. */
const throwAway = {
  'maintenance.auto': 'false',
  'core.fsync': 'none',
  // What comes stays packed as it comes; to unpack is to compress everything again.
  'fetch.unpackLimit': '1',
};

/** Git holds any file below its threshold whole, several at a time, and caches of its own beside them. */
const littleMemory = {
  'core.bigFileThreshold': '1m',
  'core.deltaBaseCacheLimit': '16m',
  'core.packedGitWindowSize': '1m',
  'core.packedGitLimit': '32m',
  'pack.windowMemory': '16m',
  'pack.deltaCacheSize': '4m',
  'pack.threads': '1',
};

/** Nothing that a repository brings along is run, and nothing but the usual transports is spoken. */
const nothingOfTheRepository = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'credential.helper': '',
  'protocol.allow': 'never',
  'protocol.https.allow': 'always',
  'protocol.http.allow': 'always',
  'protocol.ssh.allow': 'always',
  'protocol.git.allow': 'always',
};

/**
 * The environment for git: it never asks for a password, and it sends the token, if any, to the repository's own host
 * only. The token travels in a variable, so it shows neither in a process list nor in the work tree's configuration.
 * Of the machine's configuration only what the image's environment carries (GIT_CONFIG_COUNT) is in force.
 */
export function gitEnvironment(
  env: Environment,
  source: GitSource,
  more: Record<string, string> = {},
): Environment {
  const settings = {
    ...throwAway,
    ...littleMemory,
    ...nothingOfTheRepository,
    ...(source.local ? servedHere : {}),
    ...(source.token ? { [tokenSetting(source)]: `Authorization: Basic ${credentials(source.token)}` } : {}),
    ...more,
  };
  const first = Number(env.GIT_CONFIG_COUNT ?? 0);
  const numbered = Object.entries(settings).flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, name],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  return {
    ...withoutOwnVariables(env),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    LC_ALL: 'C',
    GIT_CONFIG_COUNT: String(first + Object.keys(settings).length),
    ...Object.fromEntries(numbered),
  };
}

/** A repository on this machine is served by a git that starts without these settings; hosting services allow what it is told. */
const serverSettings = {
  ...littleMemory,
  'pack.compression': '0',
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
};
const servedHere = {
  'protocol.file.allow': 'always',
  'remote.origin.uploadpack': [
    'git',
    ...Object.entries(serverSettings).map(([name, value]) => `-c ${name}=${value}`),
    'upload-pack',
  ].join(' '),
};

function tokenSetting({ repository }: GitSource): string {
  return `http.${new URL(repository).origin}/.extraHeader`;
}

/** Any user name goes with a token at GitHub, GitLab and Azure DevOps; this is the one GitHub documents. */
function credentials(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}
