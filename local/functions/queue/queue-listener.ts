import type { Clock } from '../../clock.ts';
import type { LogLevel } from '../log.ts';
import { type QueueSettings, shortestPollMs } from '../settings/queue-settings.ts';
import type { MessageQueue, QueueMessage } from '../storage/message-queue.ts';
import { Pause } from '../storage/pause.ts';
import { BackOff } from './back-off.ts';
import { hiddenSeconds, KeptMessage } from './kept-message.ts';

export type QueueListenerOptions = {
  queue: MessageQueue;
  /** Where a message goes that failed too often; undefined: it stays hidden until its time is over. */
  poisonQueueOf(message: QueueMessage): MessageQueue | undefined;
  settings: QueueSettings;
  clock: Clock;
  random?: () => number;
  /** True when the message is done. Must not reject. */
  run(message: QueueMessage): Promise<boolean>;
  log(level: LogLevel, message: string): void;
  /** Told of each poll: undefined when it went well. */
  polled(error: unknown): void;
  /** Told once, when the queue is not there. */
  missing?(): void;
  /** Told that a message went to a poison queue. */
  poisoned(queue: MessageQueue): void;
};

/** Takes messages from one queue in batches, works on them side by side, and deletes, returns or poisons each. */
export class QueueListener {
  readonly #options: QueueListenerOptions;
  readonly #pause: Pause;
  readonly #backOff: BackOff;
  readonly #working = new Set<Promise<void>>();
  readonly #kept = new Set<KeptMessage>();
  #exists = false;
  #toldMissing = false;
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: QueueListenerOptions) {
    this.#options = options;
    this.#pause = new Pause(options.clock);
    this.#backOff = new BackOff(shortestPollMs, options.settings.longestPollMs, options.random);
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Looks for messages now. */
  readonly wake = (): void => this.#pause.cut();

  /** Takes no more messages; resolves when those that are being worked on are done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause.cut();
    await this.#loop;
    await Promise.all(this.#working);
  }

  /** Lets others have the messages that are still being worked on: this process is about to end. */
  async abandon(): Promise<void> {
    this.#stopped = true;
    this.#pause.cut();
    await Promise.allSettled([...this.#kept].map((kept) => kept.giveBack()));
  }

  async #run(): Promise<void> {
    let found = false;
    while (!this.#stopped) {
      this.#pause.reset();
      const messages = await this.#poll();
      found ||= messages.length > 0;
      for (const message of messages) this.#begin(message);
      if (messages.length > 0) await this.#untilFewEnough();
      else if (!this.#stopped) {
        await this.#pause.wait(this.#backOff.next(found));
        found = false;
      }
    }
  }

  async #poll(): Promise<QueueMessage[]> {
    const { queue, settings, polled } = this.#options;
    try {
      this.#exists ||= await queue.exists();
      const messages = this.#exists ? await queue.receive(settings.batchSize, hiddenSeconds) : [];
      if (!this.#exists) this.#tellMissing();
      polled(undefined);
      return messages;
    } catch (error) {
      this.#exists = false;
      polled(error);
      return [];
    }
  }

  #tellMissing(): void {
    if (this.#toldMissing) return;
    this.#toldMissing = true;
    this.#options.missing?.();
  }

  #begin(message: QueueMessage): void {
    const work = this.#work(message)
      .catch((error: Error) => {
        const { queue, log } = this.#options;
        log(
          'error',
          `The message ${message.id} of the queue '${queue.name}' comes back later: ${error.message}`,
        );
      })
      .finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  async #untilFewEnough(): Promise<void> {
    while (!this.#stopped && this.#working.size > this.#options.settings.newBatchThreshold)
      await Promise.race(this.#working);
  }

  async #work(message: QueueMessage): Promise<void> {
    const { queue, settings, clock, run, log } = this.#options;
    if (this.#stopped) {
      // It came while the host was about to stop: nobody has seen it.
      await queue.hide(message.id, message.popReceipt, 0);
      return;
    }
    if (message.body === undefined) return this.#poisonUnreadable(message);
    if (message.dequeueCount > settings.maxDequeueCount) return this.#poison(message, message.popReceipt);
    const kept = new KeptMessage(queue, message, clock, (error) =>
      log('warning', `The message ${message.id} could not be kept hidden: ${error.message}`),
    );
    this.#kept.add(kept);
    const done = await run(message);
    this.#kept.delete(kept);
    const popReceipt = await kept.end();
    if (popReceipt === undefined) return;
    if (done) await queue.delete(message.id, popReceipt);
    else if (message.dequeueCount >= settings.maxDequeueCount) await this.#poison(message, popReceipt);
    else if (this.#options.poisonQueueOf(message))
      await queue.hide(message.id, popReceipt, Math.round(settings.visibilityTimeoutMs / 1000));
    // Without a poison queue it stays hidden until its time is over: it would come back without end at once.
  }

  async #poison(message: QueueMessage, popReceipt: string): Promise<void> {
    const { queue, poisonQueueOf, settings, log, poisoned } = this.#options;
    const poisonQueue = poisonQueueOf(message);
    if (!poisonQueue || !message.body) return;
    log(
      'warning',
      `Message has reached MaxDequeueCount of ${settings.maxDequeueCount}. Moving message to queue '${poisonQueue.name}'.`,
    );
    await poisonQueue.send(message.body);
    await queue.delete(message.id, popReceipt);
    poisoned(poisonQueue);
  }

  async #poisonUnreadable(message: QueueMessage): Promise<void> {
    const { queue, poisonQueueOf, log, poisoned } = this.#options;
    const poisonQueue = poisonQueueOf(message);
    log(
      'error',
      `The message ${message.id} of the queue '${queue.name}' is not base64 and was not run${poisonQueue ? `; it is moved to '${poisonQueue.name}'` : ''}. Send base64, or set host.json extensions.queues.messageEncoding to "none".`,
    );
    if (!poisonQueue) return;
    await poisonQueue.sendRaw(message.rawText);
    await queue.delete(message.id, message.popReceipt);
    poisoned(poisonQueue);
  }
}
