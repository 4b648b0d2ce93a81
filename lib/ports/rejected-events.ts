import type { RejectedEvent } from '../../contract/job-events.ts';

/** Events from which no run could be made, until somebody tries them again or their time is over. */
export interface RejectedEvents {
  /** Writes one in place of an older one of its id. */
  put(event: RejectedEvent): Promise<void>;
  read(id: string): Promise<RejectedEvent | undefined>;
  /** One page in the order of ids. */
  list(cursor?: string): Promise<{ events: RejectedEvent[]; cursor?: string }>;
  /** An absent one is fine. */
  remove(id: string): Promise<void>;
}
