import type { Site } from '../../contract/sites.ts';
import type { CommitStatuses } from '../ports/commit-statuses.ts';
import type { Commits } from '../ports/commits.ts';

/** A webhook call as it came in: the signature is over exactly these bytes. */
export type WebhookRequest = { header(name: string): string | undefined; body: Uint8Array };

/** What a genuine call says. */
export type WebhookMessage =
  | { kind: 'ping' }
  | { kind: 'ignored'; reason: string }
  | { kind: 'push'; push: Push };

export type Push = {
  provider: Site['provider'];
  /** Every URL under which the provider knows the repository. */
  repositories: string[];
  /** The provider's own number of it, which stays when it is renamed or moved. */
  repositoryId?: string;
  branch: string;
  /** 40 hex digits. */
  sha: string;
};

/** The id is the provider's own for this delivery, the same when it is sent again. */
export type WebhookDelivery = { id: string; message: WebhookMessage };

/** One git host: who pushed what, which commits there are, and where to report on them. */
export interface GitProvider extends Commits, CommitStatuses {
  /** Why it hears no webhooks, for people who can mend it. */
  readonly problem: string | undefined;
  /** Throws `provider-off`, `signature-missing`, `signature-invalid`, `invalid-request` or `invalid-json`. */
  receive(request: WebhookRequest): Promise<WebhookDelivery>;
}
