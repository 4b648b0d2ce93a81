import type { Clock } from '../../clock.ts';
import type { MessageQueue, QueueMessage } from '../storage/message-queue.ts';

/** How long a message is hidden while it is worked on; renewed when half of it is over, as the extension does. */
export const hiddenSeconds = 600;

/** A message that is being worked on: hidden anew as long as that lasts. */
export class KeptMessage {
  readonly #queue: MessageQueue;
  readonly #message: QueueMessage;
  readonly #clock: Clock;
  readonly #onProblem: (error: Error) => void;
  /** Undefined: somebody else has the message, or it was given back. */
  #popReceipt: string | undefined;
  #renewing: Promise<void> = Promise.resolve();
  #cancel: () => void = () => {};

  constructor(queue: MessageQueue, message: QueueMessage, clock: Clock, onProblem: (error: Error) => void) {
    this.#queue = queue;
    this.#message = message;
    this.#clock = clock;
    this.#onProblem = onProblem;
    this.#popReceipt = message.popReceipt;
    this.#arm();
  }

  /** Stops renewing; the last pop receipt, undefined when the message is no longer ours. */
  async end(): Promise<string | undefined> {
    this.#cancel();
    await this.#renewing;
    this.#cancel();
    return this.#popReceipt;
  }

  /** Lets others have it at once. */
  async giveBack(): Promise<void> {
    const popReceipt = await this.end();
    this.#popReceipt = undefined;
    if (popReceipt !== undefined) await this.#queue.hide(this.#message.id, popReceipt, 0);
  }

  #arm(): void {
    const halfMs = (hiddenSeconds * 1000) / 2;
    this.#cancel = this.#clock.at(this.#clock.now() + halfMs, () => {
      this.#renewing = this.#renew();
    });
  }

  async #renew(): Promise<void> {
    if (this.#popReceipt === undefined) return;
    try {
      this.#popReceipt = await this.#queue.hide(this.#message.id, this.#popReceipt, hiddenSeconds);
    } catch (error) {
      this.#onProblem(error as Error);
    }
    this.#arm();
  }
}
