import { SlipwayError } from '../../../lib/errors.ts';
import { byAttempt, joinedLogs } from '../../../lib/joined-logs.ts';
import type { LogName, LogTail, RunDocuments, ValueName } from '../../../lib/ports/run-documents.ts';

/** Documents of runs in memory. */
export class FakeRunDocuments implements RunDocuments {
  readonly logs = new Map<string, LogName & { text: string }>();
  readonly cancellations = new Map<string, { reason: string }>();

  readonly values = new Map<string, unknown>();

  async writeValue(runId: string, which: ValueName, value: unknown): Promise<void> {
    this.values.set(`${runId}/${which}`, structuredClone(value));
  }

  async readValue(runId: string, which: ValueName): Promise<{ value: unknown } | undefined> {
    const key = `${runId}/${which}`;
    return this.values.has(key) ? { value: structuredClone(this.values.get(key)) } : undefined;
  }

  async appendLog(log: LogName, text: string, position: number): Promise<number> {
    const key = JSON.stringify(log);
    const before = this.logs.get(key)?.text ?? '';
    if (Buffer.byteLength(before) !== position) {
      throw new SlipwayError('azure-unavailable', `The log ${key} is no longer ${position} bytes long.`);
    }
    this.logs.set(key, { ...log, text: before + text });
    return Buffer.byteLength(before + text);
  }

  async readLogTail(log: LogName, maxChars: number): Promise<LogTail> {
    const { text = '' } = this.logs.get(JSON.stringify(log)) ?? {};
    return { text: text.slice(-maxChars), bytes: Buffer.byteLength(text) };
  }

  async readLogFrom(log: LogName, position: number): Promise<LogTail> {
    const bytes = Buffer.from(this.logs.get(JSON.stringify(log))?.text ?? '');
    return { text: bytes.subarray(position).toString('utf8'), bytes: bytes.byteLength };
  }

  async listLogs(runId: string): Promise<LogName[]> {
    return [...this.logs.values()]
      .filter((log) => log.runId === runId)
      .map(({ text: _, ...log }) => log)
      .sort(byAttempt);
  }

  async readLog(runId: string): Promise<string | undefined> {
    const logs = [...this.logs.values()].filter((log) => log.runId === runId);
    return logs.length === 0 ? undefined : joinedLogs(logs);
  }

  async markCancelled(runId: string, reason: string): Promise<void> {
    if (!this.cancellations.has(runId)) this.cancellations.set(runId, { reason });
  }

  async forget(runId: string): Promise<void> {
    for (const [key, log] of this.logs) if (log.runId === runId) this.logs.delete(key);
    for (const key of this.values.keys()) if (key.startsWith(`${runId}/`)) this.values.delete(key);
    this.cancellations.delete(runId);
  }

  async readCancellation(runId: string): Promise<{ reason: string } | undefined> {
    return this.cancellations.get(runId);
  }
}
