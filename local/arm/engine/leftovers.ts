import type { EngineApi } from './engine-api.ts';

/** On every container that is made here: which cloud it belongs to. Nothing without it is ever touched. */
export const cloudLabel = 'slipway.cloud';

type Listed = { Id: string; Names?: string[] };

/** Removes every container of a cloud, running or not. */
export async function removeContainersOf(api: EngineApi, cloudId: string): Promise<void> {
  const filters = JSON.stringify({ label: [`${cloudLabel}=${cloudId}`] });
  // One that others share the network of can only go after them.
  for (;;) {
    const query = { all: 'true', filters };
    const containers = await api.call<Listed[]>('GET', '/containers/json', { query });
    if (containers.length === 0) return;
    const removals = await Promise.allSettled(containers.map(({ Id }) => removeContainer(api, Id)));
    const failures = removals.filter((removal) => removal.status === 'rejected');
    if (failures.length === containers.length) throw failures[0]?.reason;
  }
}

/** Kills a container and removes it with its anonymous volumes. */
export async function removeContainer(api: EngineApi, id: string): Promise<void> {
  await api.call('DELETE', `/containers/${id}`, { query: { force: 'true', v: 'true' } });
}
