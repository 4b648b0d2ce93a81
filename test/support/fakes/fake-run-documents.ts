import { SlipwayError } from '../../../lib/errors.ts';
import type { LogTail, RunDocuments } from '../../../lib/ports/run-documents.ts';

/** Documents of runs in memory. */
export class FakeRunDocuments implements RunDocuments {
  readonly plans = new Map<string, unknown>();
  readonly logs = new Map<string, Map<number, string>>();
  readonly cancellations = new Map<string, { reason: string }>();

  async writePlan(runId: string, plan: unknown): Promise<void> {
    this.plans.set(runId, structuredClone(plan));
  }

  async readPlan(runId: string): Promise<unknown> {
    return structuredClone(this.plans.get(runId));
  }

  async appendLog(runId: string, attempt: number, text: string, position: number): Promise<number> {
    const attempts = this.logs.get(runId) ?? new Map<number, string>();
    const before = attempts.get(attempt) ?? '';
    if (Buffer.byteLength(before) !== position) {
      throw new SlipwayError(
        'azure-unavailable',
        `The log of "${runId}" is no longer ${position} bytes long.`,
      );
    }
    attempts.set(attempt, before + text);
    this.logs.set(runId, attempts);
    return Buffer.byteLength(attempts.get(attempt) ?? '');
  }

  async readLogTail(runId: string, attempt: number, maxChars: number): Promise<LogTail> {
    const log = this.logs.get(runId)?.get(attempt) ?? '';
    return { text: log.slice(-maxChars), bytes: Buffer.byteLength(log) };
  }

  async readLog(runId: string): Promise<string | undefined> {
    const attempts = this.logs.get(runId);
    return (
      attempts &&
      [...attempts.entries()]
        .sort(([a], [b]) => a - b)
        .map(([, text]) => text)
        .join('')
    );
  }

  async markCancelled(runId: string, reason: string): Promise<void> {
    if (!this.cancellations.has(runId)) this.cancellations.set(runId, { reason });
  }

  async readCancellation(runId: string): Promise<{ reason: string } | undefined> {
    return this.cancellations.get(runId);
  }
}
