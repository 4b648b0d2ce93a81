import { verify } from '@octokit/webhooks-methods';
import { z } from 'zod';
import { SlipwayError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import type { WebhookDelivery, WebhookMessage, WebhookRequest } from './git-provider.ts';

const pushSchema = z.object({
  ref: z.string(),
  /** The new head of the branch; all zeros when it was deleted. */
  after: z.string().regex(/^[0-9a-f]{40}$/, 'not a commit'),
  deleted: z.boolean().default(false),
  repository: z.object({
    id: z.int().optional(),
    clone_url: z.string(),
    ssh_url: z.string().optional(),
    html_url: z.string().optional(),
  }),
});

/** Becomes part of a blob's name. */
const deliveryId = /^[A-Za-z0-9-]{1,100}$/;
const branchPrefix = 'refs/heads/';

/** Reads a call of GitHub's webhook; the signature is checked before anything else is looked at. */
export async function githubDelivery(
  request: WebhookRequest,
  secrets: readonly Secret[],
): Promise<WebhookDelivery> {
  const payload = Buffer.from(request.body).toString('utf8');
  await checkSignature(payload, request.header('x-hub-signature-256'), secrets);

  const id = request.header('x-github-delivery') ?? '';
  if (!deliveryId.test(id)) {
    throw new SlipwayError('invalid-request', 'The header X-GitHub-Delivery is missing or is not an id.');
  }
  const body = jsonOf(payload, request.header('content-type') ?? '');
  return { id, message: messageIn(body, request.header('x-github-event') ?? '') };
}

async function checkSignature(
  payload: string,
  signature: string | undefined,
  secrets: readonly Secret[],
): Promise<void> {
  if (!signature) {
    throw new SlipwayError(
      'signature-missing',
      'The header X-Hub-Signature-256 is missing; type a secret into the form of the webhook, the same as the setting SLIPWAY_GITHUB_WEBHOOK_SECRET.',
    );
  }
  for (const secret of secrets) if (await verify(secret.reveal(), payload, signature)) return;
  throw new SlipwayError(
    'signature-invalid',
    'The signature does not match the body; the secret of the webhook differs from the setting SLIPWAY_GITHUB_WEBHOOK_SECRET.',
  );
}

function messageIn(body: unknown, event: string): WebhookMessage {
  if (event === 'ping') return { kind: 'ping' };
  if (event !== 'push') return { kind: 'ignored', reason: `the event "${event}" starts nothing` };

  const { ref, after, deleted, repository } = pushIn(body);
  if (!ref.startsWith(branchPrefix)) return { kind: 'ignored', reason: `"${ref}" is not a branch` };
  const branch = ref.slice(branchPrefix.length);
  if (deleted || /^0+$/.test(after)) return { kind: 'ignored', reason: `the branch "${branch}" was deleted` };
  const urls = [repository.clone_url, repository.ssh_url, repository.html_url];
  return {
    kind: 'push',
    push: {
      provider: 'github',
      repositories: urls.filter((url) => url !== undefined),
      branch,
      sha: after,
      ...(repository.id === undefined ? {} : { repositoryId: `github-${repository.id}` }),
    },
  };
}

/** GitHub's form offers both: the JSON itself, or a form with the JSON in its field `payload`. */
function jsonOf(body: string, contentType: string): unknown {
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  try {
    return JSON.parse(isForm ? (new URLSearchParams(body).get('payload') ?? '') : body);
  } catch {
    throw new SlipwayError(
      'invalid-json',
      'The body holds no JSON; choose one of the content types of the form of the webhook.',
    );
  }
}

function pushIn(body: unknown): z.output<typeof pushSchema> {
  const push = pushSchema.safeParse(body);
  if (push.success) return push.data;
  throw new SlipwayError('invalid-request', 'The body is not a push event of GitHub.', {
    details: {
      issues: push.error.issues.map((issue) => ({ place: issue.path.join('.'), problem: issue.message })),
    },
  });
}
