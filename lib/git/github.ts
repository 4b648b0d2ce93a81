import { request as octokitRequest } from '@octokit/request';
import type { CommitRef, Comparison } from '../../contract/commits.ts';
import type { CommitLookup, Site } from '../../contract/sites.ts';
import type { Config } from '../config.ts';
import { messageOf, SlipwayError } from '../errors.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { GitProvider } from './git-provider.ts';
import { githubCommit } from './github-commit.ts';
import { filesOfComparison } from './github-comparison.ts';
import { githubDelivery } from './github-delivery.ts';
import { hostOf, ownerAndName } from './repository-key.ts';

const timeoutMs = 15_000;

/** GitHub's own limit for the description of a status. */
const longestDescription = 140;

const publicApi = 'https://api.github.com';

/** GitHub, its enterprise server, or anything that answers as they do. */
export function github(config: Config['github'] & { apiUrl: string }, secrets: Secrets): GitProvider {
  const call = octokitRequest.defaults({
    baseUrl: config.apiUrl,
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'slipway' },
  });
  const siteToken = (site: Site): string | undefined =>
    site.repositoryToken && secrets.read(site.repositoryToken);
  const options = (token: string | undefined) => ({
    ...(token ? { headers: { authorization: bearer(token) } } : {}),
    request: { signal: AbortSignal.timeout(timeoutMs) },
  });

  const repositoryOf = (site: Site) =>
    isServedBy(config.apiUrl, hostOf(site.repository)) ? ownerAndName(site.repository) : undefined;

  return {
    problem: config.problem,

    async receive(request) {
      if (config.webhookSecrets.length === 0)
        throw new SlipwayError('provider-off', `GitHub's webhooks are turned off. ${config.problem}.`);
      return githubDelivery(request, config.webhookSecrets);
    },

    async find(site, ref): Promise<CommitLookup> {
      const repository = repositoryOf(site);
      if (!repository) return { kind: 'notFound', message: strangerText(site, config.apiUrl) };
      const token = siteToken(site) ?? config.token?.reveal();
      try {
        const { data } = await call('GET /repos/{owner}/{repo}/commits/{ref}', {
          ...repository,
          ref: ref.kind === 'sha' ? ref.sha : site.branch,
          ...options(token),
        });
        return { kind: 'found', commit: githubCommit(site, data) };
      } catch (error) {
        const { status, message } = refusal(error, `looking up ${wanted(site, ref)}`);
        return { kind: 'notFound', message: notFoundText(site, ref, status, message, token !== undefined) };
      }
    },

    async compare(site, base, head): Promise<Comparison> {
      const repository = repositoryOf(site);
      if (!repository) return { kind: 'unknown' };
      try {
        const { data } = await call('GET /repos/{owner}/{repo}/compare/{basehead}', {
          ...repository,
          basehead: `${base}...${head}`,
          ...options(siteToken(site) ?? config.token?.reveal()),
        });
        return filesOfComparison(data);
      } catch (error) {
        refusal(error, `comparing ${base} with ${head} in "${site.repository}"`);
        return { kind: 'unknown' };
      }
    },

    async report(site, status) {
      const repository = repositoryOf(site);
      const token = config.token?.reveal() ?? siteToken(site);
      if (!repository || (!token && config.apiUrl === publicApi)) return;
      try {
        await call('POST /repos/{owner}/{repo}/statuses/{sha}', {
          ...repository,
          sha: status.sha,
          state: status.state,
          description: cut(status.description, longestDescription),
          target_url: status.targetUrl,
          context: `slipway/${site.name}`,
          ...options(token),
        });
      } catch (error) {
        const refused = refusal(error, `reporting on commit ${status.sha}`);
        throw new SlipwayError(
          'provider-unavailable',
          `GitHub answered ${refused.status} to the status of commit ${status.sha} of "${site.repository}": ${refused.message}`,
          { cause: error },
        );
      }
    },
  };
}

/** The error of a header that can't be sent shows its value, and errors are shown to people. */
function bearer(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw new Error(
    'the token has characters that no token has; set SLIPWAY_GITHUB_TOKEN, or the secret of "repositoryToken", again',
  );
}

/** A token must never go to another host, and a repository of the same name elsewhere is another one. */
function isServedBy(apiUrl: string, host: string): boolean {
  const { hostname } = new URL(apiUrl);
  // A stand-in on this machine serves copies of what lies anywhere.
  if (/^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(hostname)) return true;
  const served = apiUrl === publicApi ? 'github.com' : hostname;
  return host === served || host.endsWith(`.${served}`);
}

function strangerText({ name, repository }: Site, apiUrl: string): string {
  return `"${repository}" is no repository of the GitHub at ${apiUrl}; correct "repository" of site "${name}" in the catalog, or the setting SLIPWAY_GITHUB_API_URL.`;
}

/** Status and text of a refusal. Throws `provider-unavailable` for what may pass: no answer, its own failures, rate limits. */
function refusal(error: unknown, attempt: string): { status: number; message: string } {
  const { status, response } = error as {
    status?: number;
    response?: { headers: Record<string, string | undefined> };
  };
  const headers = response?.headers ?? {};
  const limited = status === 429 || headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers;
  if (status !== undefined && status < 500 && !limited) return { status, message: messageOf(error) };
  throw new SlipwayError('provider-unavailable', `GitHub failed while ${attempt}: ${messageOf(error)}`, {
    details: { status },
    cause: error,
  });
}

function notFoundText(
  site: Site,
  ref: CommitRef,
  status: number,
  message: string,
  hasToken: boolean,
): string {
  if (status === 404 || status === 409 || status === 422) {
    const hint = hasToken
      ? 'Check the repository and branch in the catalog, and that the token may read the repository.'
      : 'Check the repository and branch in the catalog; a private repository needs "repositoryToken" there, or the setting SLIPWAY_GITHUB_TOKEN.';
    return `GitHub has no ${wanted(site, ref)}. ${hint}`;
  }
  return `GitHub answered ${status} to the look-up of ${wanted(site, ref)}: ${message}. Check the token of the site or SLIPWAY_GITHUB_TOKEN.`;
}

function wanted(site: Site, ref: CommitRef): string {
  const what = ref.kind === 'sha' ? `commit ${ref.sha}` : `branch "${site.branch}"`;
  return `${what} in "${site.repository}"`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
