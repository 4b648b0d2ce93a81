import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { StartRuntime } from '../runtime/container-runtime.ts';
import type { ImageBuild } from './build-image.ts';
import { emptyAsRoot } from './empty-as-root.ts';
import type { EngineApi } from './engine-api.ts';
import { EngineGroup } from './engine-group.ts';
import { EngineImages } from './engine-images.ts';
import { openHostSockets } from './host-sockets.ts';
import { removeContainersOf, removeWhenGone } from './leftovers.ts';

export type EngineRuntimeOptions = {
  api: EngineApi;
  /** An image that the engine has, with Node in it. */
  baseImage: string;
  /** Ports on this machine's loopback that containers reach at the same address. */
  hostPorts: readonly number[];
  /** Images that are built from files of this machine, by name; asked anew each time. */
  builds?: () => Record<string, ImageBuild>;
  /** Variables that an image has here beside its own. */
  imageEnvironment?: (image: string) => Record<string, string>;
};

type Info = { NCPU: number; MemoryLimit: boolean; SwapLimit: boolean; CpuCfsQuota: boolean };

/** Runs containers on a Docker-compatible engine, each group as a pod: its containers share a network of their own. */
export function engineRuntime(options: EngineRuntimeOptions): StartRuntime {
  const { api, baseImage, hostPorts, imageEnvironment = () => ({}) } = options;
  return async ({ workDirectory, volumesDirectory, log }) => {
    const owner = {
      cloud: createHash('sha256').update(workDirectory).digest('hex').slice(0, 16),
      start: randomUUID(),
    };
    await removeContainersOf(api, owner);
    const emptyVolumes = () => emptyAsRoot(api, volumesDirectory, { image: baseImage, owner });
    await emptyVolumes();
    const info = await api.call<Info>('GET', '/info');
    if (!info.MemoryLimit)
      log('warning', 'The container engine can limit no memory: no container runs out of it.');
    const endWatch = removeWhenGone(api, owner);
    const sockets = await openHostSockets(join(workDirectory, 'host-ports'), hostPorts);
    const images = new EngineImages(api, options.builds);
    const context = {
      api,
      owner,
      baseImage,
      hostPorts,
      socketsDirectory: sockets.directory,
      imageEnvironment,
      limits: { cpus: info.NCPU, memory: info.MemoryLimit, swap: info.SwapLimit, cpuQuota: info.CpuCfsQuota },
    };
    return {
      kind: 'engine',
      findImage: (image, credential) => images.find(image, credential),
      pullImage: (image, credential) => images.pull(image, credential),
      images: () => images.names(),
      openGroup: (spec) => EngineGroup.open(context, spec),
      async close() {
        await removeContainersOf(api, owner)
          .then(emptyVolumes)
          .catch((error: Error) =>
            log('warning', `Containers may be left until the next start: ${error.message}`),
          );
        endWatch();
        await sockets.close();
      },
    };
  };
}
