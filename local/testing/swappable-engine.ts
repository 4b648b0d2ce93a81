import { type DurableEngine, type DurableEngineOptions, startDurableEngine } from '../durable/index.ts';

type Urls = Parameters<DurableEngine['clientBinding']>[0];

/** An engine that can crash and start again under its host: what was committed goes on, callers get an error. */
export class SwappableEngine {
  readonly #options: DurableEngineOptions;
  readonly #onCrash: () => void;
  #engine: DurableEngine;
  #urls: Urls | undefined;
  #restart: Promise<void> = Promise.resolve();
  #crash: () => void = () => {};
  #crashed: Promise<void> = Promise.resolve();
  crashes = 0;

  private constructor(options: DurableEngineOptions, engine: DurableEngine, onCrash: () => void) {
    this.#options = options;
    this.#onCrash = onCrash;
    this.#engine = engine;
    this.#expectCrash();
  }

  static async start(options: DurableEngineOptions, onCrash: () => void): Promise<SwappableEngine> {
    return new SwappableEngine(options, await startDurableEngine(options), onCrash);
  }

  /** The one that runs now. */
  get current(): DurableEngine {
    return this.#engine;
  }

  clientBinding(urls: Urls): string {
    this.#urls = urls;
    return this.#engine.clientBinding(urls);
  }

  async fetch(request: Request): Promise<Response> {
    await this.#restart;
    return this.#engine.fetch(request);
  }

  /** Dies now and starts again at once on what was committed. */
  crash(): Promise<void> {
    this.crashes++;
    const remains = this.#engine.crash();
    this.#onCrash();
    const before = this.#crash;
    this.#expectCrash();
    this.#restart = startDurableEngine({ ...this.#options, file: remains }).then((engine) => {
      this.#engine = engine;
      if (this.#urls) engine.clientBinding(this.#urls);
      before();
    });
    return this.#restart;
  }

  /** Resolves when nothing goes on; a crash on the way does not keep it waiting for the dead. */
  async whenIdle(): Promise<void> {
    for (;;) {
      await this.#restart;
      const crashes = this.crashes;
      await Promise.race([this.#engine.whenIdle(), this.#crashed]);
      if (crashes === this.crashes) return;
    }
  }

  async stop(): Promise<void> {
    await this.#restart;
    await this.#engine.stop(0);
  }

  #expectCrash(): void {
    this.#crashed = new Promise((resolve) => {
      this.#crash = resolve;
    });
  }
}
