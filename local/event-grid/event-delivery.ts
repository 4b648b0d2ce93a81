import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';

export type EventDeliveryOptions<Kept> = {
  clock: Clock;
  /** Where events wait until they are delivered. */
  directory: string;
  /** The app's webhook for its function with an Event Grid trigger. */
  webhook: string;
  /** In Event Grid's own schema, made when it is delivered. */
  eventOf(kept: Kept & KeptEvent): Promise<Record<string, unknown>> | Record<string, unknown>;
  log(line: string): void;
};

export type KeptEvent = { id: string; at: string };

/** A first delivery is tried again after so long; each further pause is twice as long. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Event Grid's part: it asks the app once whether it wants events, and delivers each again and again until the app has taken it. */
export class EventDelivery<Kept extends object> {
  readonly #options: EventDeliveryOptions<Kept>;
  readonly #cancels = new Set<() => void>();
  #isWanted = false;
  #stopped = false;

  /** Events that an earlier process had not delivered are delivered now. */
  constructor(options: EventDeliveryOptions<Kept>) {
    this.#options = options;
    mkdirSync(options.directory, { recursive: true });
    for (const file of readdirSync(options.directory)) this.#later(0, file, firstPauseMs);
  }

  add(kept: Kept): void {
    if (this.#stopped) return;
    const at = new Date(this.#options.clock.now()).toISOString();
    const file = `${at.replaceAll(':', '-')}-${randomUUID()}.json`;
    const event = { ...kept, id: randomUUID(), at } satisfies KeptEvent;
    writeFileSync(join(this.#options.directory, file), JSON.stringify(event));
    this.#later(0, file, firstPauseMs);
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
  }

  #later(delayMs: number, file: string, pauseMs: number): void {
    const { clock, log } = this.#options;
    const cancel = clock.at(clock.now() + delayMs, () => {
      this.#cancels.delete(cancel);
      this.#deliver(file).catch((error: Error) => {
        if (this.#stopped) return;
        log(`An event could not be delivered, and is tried again: ${error.message}`);
        this.#later(pauseMs, file, Math.min(pauseMs * 2, longestPauseMs));
      });
    });
    this.#cancels.add(cancel);
  }

  async #deliver(file: string): Promise<void> {
    await this.#shakeHands();
    const path = join(this.#options.directory, file);
    const event = await this.#options.eventOf(JSON.parse(readFileSync(path, 'utf8')) as Kept & KeptEvent);
    await this.#send('Notification', event);
    rmSync(path, { force: true });
  }

  /** Nobody gets events who does not say that they are wanted. */
  async #shakeHands(): Promise<void> {
    if (this.#isWanted) return;
    const validationCode = randomUUID();
    const answer = await this.#send('SubscriptionValidation', {
      id: randomUUID(),
      eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
      subject: '',
      eventTime: new Date(this.#options.clock.now()).toISOString(),
      dataVersion: '2',
      data: { validationCode },
    });
    const { validationResponse } = JSON.parse(answer) as { validationResponse?: string };
    if (validationResponse !== validationCode) throw new Error('the app did not say that it wants events');
    this.#isWanted = true;
  }

  async #send(kind: 'Notification' | 'SubscriptionValidation', event: object): Promise<string> {
    const answer = await fetch(this.#options.webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'aeg-event-type': kind },
      body: JSON.stringify([event]),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the app answered ${answer.status}`);
    return text;
  }
}
