import type { Bells } from '../storage/bells.ts';
import type { RunningTrigger } from './trigger-service.ts';

/** What looks for work again and again, and at once when it is woken. */
export type BellListener = RunningTrigger & { start(): void; wake(): void };

/** Starts what the bell of that name wakes; it is stopped with what this returns. */
export function startOnBell(listener: BellListener, bells: Bells, name: string): RunningTrigger {
  const unsubscribe = bells.on(name, listener.wake);
  listener.start();
  return {
    async stop() {
      unsubscribe();
      await listener.stop();
    },
    async abandon() {
      await listener.abandon?.();
    },
  };
}
