import type { BuildReport, BuildStep } from '../../../contract/build.ts';
import type { Callback } from './callback.ts';

const progressTimeoutMs = 3_000;

/** Tells the run how the build is going and how it ended. Never throws for a callback that does not answer. */
export class Reporter {
  readonly #callback: Callback;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(callback: Callback) {
    this.#callback = callback;
  }

  /** Sent once and not waited for: people watch it, nothing depends on it. */
  progress(step: BuildStep): void {
    const sent = this.#callback
      .post('', { kind: 'progress', step }, progressTimeoutMs)
      .catch(() => undefined)
      .finally(() => this.#pending.delete(sent));
    this.#pending.add(sent);
  }

  /** Repeats the final report until it is taken, refused for good or out of tries. */
  async ended(result: BuildReport): Promise<void> {
    await Promise.all(this.#pending);
    const end =
      result.kind === 'succeeded' ? { exitCode: 0 } : { exitCode: result.exitCode, message: result.message };
    await this.#callback.postUntilTaken('the report', '', { kind: 'ended', ...end, result });
  }
}
