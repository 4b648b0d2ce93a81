import type { Clock } from '../../../local/clock.ts';
import type { MessageQueue, QueueMessage } from '../../../local/functions/storage/message-queue.ts';

const lifetimeMs = 7 * 24 * 3_600_000;

type Stored = QueueMessage & { visibleMs: number };

/** A queue in memory on the test's clock, held to the same contract as the real one. */
export class MemoryQueue implements MessageQueue {
  readonly name: string;
  readonly #clock: Clock;
  #messages: Stored[] | undefined;
  #ids = 0;

  constructor(name: string, clock: Clock) {
    this.name = name;
    this.#clock = clock;
  }

  async exists(): Promise<boolean> {
    return this.#messages !== undefined;
  }

  async receive(count: number, hiddenSeconds: number): Promise<QueueMessage[]> {
    if (!this.#messages) throw Object.assign(new Error('no such queue'), { code: 'QueueNotFound' });
    const nowMs = this.#clock.now();
    const taken = this.#messages.filter(({ visibleMs }) => visibleMs <= nowMs).slice(0, count);
    for (const message of taken) {
      message.dequeueCount += 1;
      this.#hide(message, hiddenSeconds);
    }
    return taken.map((message) => ({ ...message }));
  }

  async hide(id: string, popReceipt: string, hiddenSeconds: number): Promise<string | undefined> {
    const message = this.#find(id, popReceipt);
    if (!message) return undefined;
    this.#hide(message, hiddenSeconds);
    return message.popReceipt;
  }

  async delete(id: string, popReceipt: string): Promise<void> {
    const message = this.#find(id, popReceipt);
    this.#messages = this.#messages?.filter((each) => each !== message);
  }

  async send(body: Buffer): Promise<void> {
    this.#add(body, body.toString('base64'));
  }

  async sendRaw(text: string): Promise<void> {
    this.#add(undefined, text);
  }

  #add(body: Buffer | undefined, rawText: string): void {
    const nowMs = this.#clock.now();
    this.#messages ??= [];
    this.#messages.push({
      id: this.#newId(),
      popReceipt: this.#newId(),
      dequeueCount: 0,
      insertedMs: nowMs,
      expiresMs: nowMs + lifetimeMs,
      nextVisibleMs: nowMs,
      visibleMs: nowMs,
      body,
      rawText,
    });
  }

  #find(id: string, popReceipt: string): Stored | undefined {
    return this.#messages?.find((each) => each.id === id && each.popReceipt === popReceipt);
  }

  #hide(message: Stored, seconds: number): void {
    message.visibleMs = this.#clock.now() + seconds * 1000;
    message.nextVisibleMs = message.visibleMs;
    message.popReceipt = this.#newId();
  }

  #newId(): string {
    this.#ids += 1;
    return String(this.#ids);
  }
}
