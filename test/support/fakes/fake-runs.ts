import type { RunRecord, RunState } from '../../../contract/runs.ts';
import { runStateOf } from '../../../lib/durable/run-state.ts';
import type { ManagementLinks, Runs } from '../../../lib/ports/runs.ts';

const activeStatuses = new Set(['Pending', 'Running', 'Suspended', 'ContinuedAsNew']);

/** Runs in memory. They stand still: a test moves them by `add`. */
export class FakeRuns implements Runs {
  /** Of the call that these are the runs of. */
  traceparent: string | undefined;
  readonly records = new Map<string, RunRecord>();
  /** Every start that was carried out, in order. */
  readonly started: Array<{ name: string; id: string; input: unknown }> = [];
  readonly raised: Array<{ id: string; event: string; data: unknown }> = [];
  /** Number of starts that fail before one works. */
  failingStarts = 0;

  /** Puts a run there as if it had come so far. */
  add(id: string, name: string, overrides: Partial<RunRecord> = {}): RunRecord {
    const record: RunRecord = {
      id,
      name,
      runtimeStatus: 'Running',
      input: null,
      output: null,
      customStatus: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:10.000Z',
      ...overrides,
    };
    this.records.set(id, record);
    return record;
  }

  start: Runs['start'] = async (name, { id, input }) => {
    if (this.failingStarts > 0) {
      this.failingStarts--;
      throw new Error('The hub is out, as the test wants it.');
    }
    const existing = this.records.get(id);
    if (existing && activeStatuses.has(existing.runtimeStatus)) return 'alreadyRunning';
    this.started.push({ name, id, input });
    this.add(id, name, { input });
    return 'started';
  };

  async read(id: string): Promise<RunRecord | undefined> {
    return structuredClone(this.records.get(id));
  }

  async stateOf(id: string): Promise<RunState> {
    return runStateOf(this.records.get(id));
  }

  async terminate(id: string, reason: string): Promise<void> {
    const record = this.records.get(id);
    if (record && activeStatuses.has(record.runtimeStatus)) {
      this.add(id, record.name, { ...record, runtimeStatus: 'Terminated', output: reason });
    }
  }

  raise: Runs['raise'] = async (id, event, data) => {
    const state = await this.stateOf(id);
    if (state === 'unknown') return 'unknown';
    // Whoever has ended hears nothing.
    if (state !== 'ended') this.raised.push({ id, event, data });
    return 'raised';
  };

  async purge(id: string): Promise<void> {
    if ((await this.stateOf(id)) === 'ended') this.records.delete(id);
  }

  async purgeEnded(createdBefore: string): Promise<number> {
    const ended = [...this.records.values()].filter(
      ({ createdAt, runtimeStatus }) => createdAt < createdBefore && !activeStatuses.has(runtimeStatus),
    );
    for (const { id } of ended) this.records.delete(id);
    return ended.length;
  }

  managementLinks(id: string): ManagementLinks {
    const instance = `http://hub.test/runtime/webhooks/durabletask/instances/${id}`;
    return {
      id,
      statusQueryGetUri: `${instance}`,
      sendEventPostUri: `${instance}/raiseEvent/{eventName}`,
      terminatePostUri: `${instance}/terminate?reason={text}`,
      rewindPostUri: `${instance}/rewind?reason={text}`,
      purgeHistoryDeleteUri: `${instance}`,
    };
  }
}
