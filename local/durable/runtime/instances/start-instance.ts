import type { InstanceRow } from '../../store/instance-row.ts';
import { LiveInstance } from './live-instance.ts';
import type { LiveInstances } from './live-instances.ts';

export type NewInstance = Omit<
  InstanceRow,
  'key' | 'status' | 'output' | 'customStatus' | 'isEntity' | 'updatedMs'
> & {
  /** The id was made up for this instance, so that nothing can have it yet. */
  hasNewId?: boolean;
};

export type Start = {
  instance: LiveInstance;
  /** To be called within a change. */
  write(): void;
  afterwards(): void;
  /** Takes the id at once, before the commit, so that no second start can. */
  reserve(): void;
};

/** Makes an instance, in place of one that has the id; whatever still comes for that one is dropped. */
export function startInstance(instances: LiveInstances, { hasNewId, ...given }: NewInstance): Start {
  const { store, live, turns } = instances;
  const row: InstanceRow = {
    ...given,
    key: store.newKey(),
    status: 'Pending',
    output: null,
    customStatus: null,
    isEntity: false,
    updatedMs: given.createdMs,
  };
  const instance = new LiveInstance(row);
  const reserve = (): void => {
    const previous = live.get(row.instanceId);
    if (previous === instance) return;
    if (previous) {
      previous.isGone = true;
      previous.dropTasks();
    }
    live.set(row.instanceId, instance);
  };
  return {
    instance,
    reserve,
    write() {
      if (instance.isGone) return;
      const previous = hasNewId ? undefined : store.instances.find(row.instanceId);
      if (previous) store.remove(previous.key);
      store.instances.insert(row);
    },
    afterwards() {
      if (instance.isGone) return;
      instance.isStored = true;
      reserve();
      turns.wake(instance);
    },
  };
}
