import { Secret } from './secret.ts';
import type { Settings } from './settings-schema.ts';
import { unresolvedText } from './unresolved-reference.ts';

export type GitHubConfig = {
  /** Any of them may have signed a delivery; none when `problem` says why. */
  webhookSecrets: readonly Secret[];
  token: Secret | undefined;
  /** Undefined: nothing is asked of GitHub, and `problem` says why. */
  apiUrl: string | undefined;
  /** What is wrong, for people who can mend it. */
  problem?: string | undefined;
};

const shortestWebhookSecret = 16;

/**
 * With what is wrong, each for itself. A mistake here turns off what it is about and nothing else: without webhooks, sites can be
 * published and heads are compared.
 */
export function githubConfig(
  settings: Settings,
  unresolved: ReadonlySet<string>,
): { github: GitHubConfig; problems: string[] } {
  const problems: string[] = [];
  const isUnresolved = (name: string): boolean => {
    if (unresolved.has(name)) problems.push(`${name}: ${unresolvedText}`);
    return unresolved.has(name);
  };
  const secrets = isUnresolved('SLIPWAY_GITHUB_WEBHOOK_SECRET')
    ? []
    : webhookSecrets(settings.SLIPWAY_GITHUB_WEBHOOK_SECRET, problems);
  isUnresolved('SLIPWAY_GITHUB_TOKEN');
  const token = settings.SLIPWAY_GITHUB_TOKEN;
  const apiUrl = URL.canParse(settings.SLIPWAY_GITHUB_API_URL)
    ? settings.SLIPWAY_GITHUB_API_URL.replace(/\/+$/, '')
    : undefined;
  if (!apiUrl)
    problems.push(
      `SLIPWAY_GITHUB_API_URL: "${settings.SLIPWAY_GITHUB_API_URL}" is no URL, such as https://api.github.com`,
    );
  return {
    github: {
      webhookSecrets: secrets,
      token: token === undefined ? undefined : new Secret(token),
      apiUrl,
      ...(problems.length > 0 ? { problem: problems.join('; ') } : {}),
    },
    problems,
  };
}

function webhookSecrets(setting = '', problems: string[]): Secret[] {
  const texts = setting.split(',').map((text) => text.trim());
  const off = (problem: string): Secret[] => {
    problems.push(
      `SLIPWAY_GITHUB_WEBHOOK_SECRET: ${problem}; make one with: openssl rand -hex 32, and give GitHub the same`,
    );
    return [];
  };
  if (texts.every((text) => text === '')) return off('missing');
  if (texts.length > 2) return off('more than two secrets');
  if (texts.some((text) => text.length < shortestWebhookSecret))
    return off(`needs at least ${shortestWebhookSecret} characters`);
  return texts.map((text) => new Secret(text));
}
