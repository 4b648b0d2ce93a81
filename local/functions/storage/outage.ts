import type { LogLevel, LogSink } from '../log.ts';

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'REQUEST_SEND_ERROR',
]);

/** Who looked for work where. */
export type Poller = {
  setting: string;
  address: string;
  /** The plural of what waits: "queue triggers". */
  what: string;
  /** The queue or container that is looked at. */
  name: string;
};

/** Says once that something is wrong with a storage account, and once that it is well again, however many ask it. */
export class Outages {
  readonly #log: LogSink;
  readonly #down = new Set<string>();
  readonly #problems = new Map<string, string>();

  constructor(log: LogSink) {
    this.#log = log;
  }

  /** Notes how a poll went; undefined: well. */
  polled(error: unknown, poller: Poller, say: (level: LogLevel, message: string) => void): void {
    const { setting, address, what, name } = poller;
    const key = `${address}/${name}`;
    if (error === undefined) {
      this.#problems.delete(key);
      if (this.#down.delete(address))
        this.#say('information', `The storage of the setting ${setting} answers again at ${address}.`);
      return;
    }
    if (isUnreachable(error)) {
      if (this.#down.has(address)) return;
      this.#down.add(address);
      this.#say(
        'error',
        `The storage of the setting ${setting} cannot be reached at ${address}, so its ${what} wait. Start it (npx azurite) or correct the setting; the host tries again by itself.`,
      );
      return;
    }
    const { message } = error as Error;
    if (this.#problems.get(key) === message) return;
    this.#problems.set(key, message);
    say('error', `Looking into '${name}' of the setting ${setting} failed, the host tries again: ${message}`);
  }

  #say(level: LogLevel, message: string): void {
    this.#log({ level, category: 'host', message });
  }
}

export function isUnreachable(error: unknown): boolean {
  return unreachableCodes.has((error as { code?: string }).code ?? '');
}
