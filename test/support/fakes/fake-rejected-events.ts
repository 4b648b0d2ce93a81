import type { RejectedEvent } from '../../../contract/job-events.ts';
import type { RejectedEvents } from '../../../lib/ports/rejected-events.ts';

/** Rejected events in memory, in pages of `pageSize`. */
export class FakeRejectedEvents implements RejectedEvents {
  readonly events = new Map<string, RejectedEvent>();
  pageSize = 50;

  async put(event: RejectedEvent): Promise<void> {
    this.events.set(event.id, structuredClone(event));
  }

  async read(id: string): Promise<RejectedEvent | undefined> {
    return structuredClone(this.events.get(id));
  }

  async list(cursor = ''): Promise<{ events: RejectedEvent[]; cursor?: string }> {
    const ids = [...this.events.keys()].sort().filter((id) => id >= cursor);
    const next = ids[this.pageSize];
    const events = ids.slice(0, this.pageSize).flatMap((id) => structuredClone(this.events.get(id)) ?? []);
    return { events, ...(next === undefined ? {} : { cursor: next }) };
  }

  async remove(id: string): Promise<void> {
    this.events.delete(id);
  }
}
