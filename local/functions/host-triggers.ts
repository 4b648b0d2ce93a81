import type { Dispatch } from './dispatcher.ts';
import type { HostFunction } from './host-function.ts';
import type { Mount } from './http/front-door.ts';
import { triggerServices } from './trigger-services.ts';
import type { RunningTrigger, TriggerContext, TriggerService } from './triggers/trigger-service.ts';

/** Everything that calls an app's functions by itself: timers, queues, blobs, events. */
export class HostTriggers {
  readonly #context: TriggerContext;
  readonly #services: readonly { service: TriggerService; context: TriggerContext }[];
  readonly #running: RunningTrigger[] = [];

  /** `context` has all functions; each service gets its own. Those that are not served still say what runs by hand. */
  constructor(context: TriggerContext, isServed: (service: TriggerService) => boolean) {
    this.#context = context;
    this.#services = triggerServices
      .map((service) => ({ service, context: this.#contextOf(service.triggerType) }))
      .filter(({ service, context: { functions } }) => functions.length > 0 && isServed(service));
  }

  /** Where events come in by HTTP. */
  get mounts(): Mount[] {
    return this.#services.flatMap(({ service, context }) => service.mount?.(context) ?? []);
  }

  /** What a function gets that is run over the admin API. */
  byHand(target: HostFunction, input: string): Dispatch | Promise<Dispatch> {
    const service = triggerServices.find((each) => each.triggerType === target.triggerType);
    const context = this.#contextOf(target.triggerType);
    return service?.byHand?.(target, input, context) ?? { trigger: { string: input } };
  }

  async start(): Promise<void> {
    for (const { service, context } of this.#services) {
      if (service.start) this.#running.push(await service.start(context));
    }
  }

  /** Begins nothing any more; resolves when what runs has ended. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.map((each) => each.stop()));
  }

  /** Gives back what still runs, so that it runs again soon. */
  async abandon(): Promise<void> {
    await Promise.all(this.#running.map((each) => each.abandon?.()));
  }

  #contextOf(triggerType: string): TriggerContext {
    const functions = this.#context.functions.filter((each) => each.triggerType === triggerType);
    return { ...this.#context, functions };
  }
}
