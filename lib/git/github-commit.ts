import { z } from 'zod';
import type { Commit } from '../../contract/commits.ts';
import type { Site } from '../../contract/sites.ts';
import { SlipwayError } from '../errors.ts';

const signature = z.object({ name: z.string().optional(), date: z.string().optional() }).nullish();
const commitSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  commit: z.object({ message: z.string(), author: signature, committer: signature }),
});

/** A commit as GitHub's API shows it, in the product's words. */
export function githubCommit(site: Site, data: unknown): Commit {
  const parsed = commitSchema.safeParse(data);
  if (!parsed.success) {
    throw new SlipwayError(
      'provider-unavailable',
      `What "${site.repository}" answered is not a commit of GitHub's API; check SLIPWAY_GITHUB_API_URL.`,
    );
  }
  const { sha, commit } = parsed.data;
  return {
    repository: site.repository,
    branch: site.branch,
    sha,
    author: commit.author?.name ?? 'unknown',
    message: commit.message,
    committedAt: commit.committer?.date ?? commit.author?.date ?? '',
  };
}
