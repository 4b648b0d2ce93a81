import { spawn } from 'node:child_process';
import type { EngineApi } from './engine-api.ts';
import { removeAfterwards } from './remove-afterwards.ts';

/** On every container that is made here: to which cloud it belongs, and to which start of that. Nothing without it is ever touched. */
const cloudLabel = 'slipway.cloud';
const startLabel = 'slipway.start';

export type Owner = { cloud: string; start: string };

export function labelsOf({ cloud, start }: Owner): Record<string, string> {
  return { [cloudLabel]: cloud, [startLabel]: start };
}

/** Removes the containers of this start when this process has gone, however it went; ended by the function that it answers. */
export function removeWhenGone(api: EngineApi, { start }: Owner): () => void {
  const program = `(${removeAfterwards})(require)`;
  const child = spawn(process.execPath, ['-e', program, api.socketPath, `${startLabel}=${start}`], {
    // A session of its own: a signal to the emulator's process group must not take it along.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH },
  });
  return () => child.kill('SIGKILL');
}

type Listed = { Id: string; Names?: string[] };

/** Removes every container of a cloud, of whatever start, running or not. */
export async function removeContainersOf(api: EngineApi, { cloud }: Owner): Promise<void> {
  const filters = JSON.stringify({ label: [`${cloudLabel}=${cloud}`] });
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
