import type { PublishOutcome } from '../../../contract/publishes.ts';
import type { CommitState } from '../../../contract/sites.ts';

/** What a commit's page says of how its publish ended; one that was superseded or cancelled is not a failure of the commit. */
export function commitStatusOf(outcome: PublishOutcome): { state: CommitState; description: string } {
  switch (outcome.kind) {
    case 'published': {
      const { liveUrl, changed } = outcome;
      return { state: 'success', description: `Live at ${liveUrl} (${changed} files changed)` };
    }
    case 'superseded':
      return { state: 'error', description: `Superseded by ${outcome.by}` };
    case 'cancelled':
      return { state: 'error', description: `Cancelled: ${outcome.message}` };
    case 'failed':
      return { state: 'failure', description: outcome.message };
  }
}
