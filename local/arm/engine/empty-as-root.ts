import { existsSync, readdirSync } from 'node:fs';
import type { EngineApi } from './engine-api.ts';
import { labelsOf, type Owner, removeContainer } from './leftovers.ts';

/**
 * Empties a directory in which containers have written. Their files belong to the accounts of the containers, root among them, which
 * only a container can remove when this process is somebody else.
 */
export async function emptyAsRoot(
  api: EngineApi,
  directory: string,
  { image, owner }: { image: string; owner: Owner },
): Promise<void> {
  if (process.getuid?.() === 0 || !existsSync(directory) || readdirSync(directory).length === 0) return;
  const body = {
    Image: image,
    Entrypoint: ['find', '/volumes', '-mindepth', '1', '-delete'],
    Cmd: [],
    Labels: labelsOf(owner),
    HostConfig: {
      NetworkMode: 'none',
      Binds: [`${directory}:/volumes`],
      SecurityOpt: ['label=disable'],
    },
  };
  const { Id } = await api.call<{ Id: string }>('POST', '/containers/create', { body });
  try {
    await api.call('POST', `/containers/${Id}/start`);
    await api.call('POST', `/containers/${Id}/wait`);
  } finally {
    await removeContainer(api, Id);
  }
}
