import type { Store } from '../../store/store.ts';
import type { LiveInstance } from './live-instance.ts';

/** Every instance that has not ended, where it is stored, and who starts its turns. */
export type LiveInstances = {
  store: Store;
  /** By instance id. */
  live: Map<string, LiveInstance>;
  /** `wake`: the instance may have something to do. */
  turns: { wake(instance: LiveInstance): void };
};
