import type {
  ImageAnswer,
  Mount,
  RunningContainer,
  RuntimeGroup,
  StartRuntime,
} from '../runtime/container-runtime.ts';
import { makeContainerDirectory, mountVolume, removeDirectory } from './container-directory.ts';
import { endLeftovers } from './end-leftovers.ts';
import type { ImageTable } from './image-table.ts';
import { processSpec } from './process-spec.ts';
import { canMountReadOnly, readOnlyDirectories, withReadOnly } from './read-only-mounts.ts';
import { startSupervisor } from './start-supervisor.ts';

/** A container that had ended before it began. */
const neverRan: RunningContainer = {
  signal: () => {},
  exec(_command, _options, { ended }) {
    queueMicrotask(() => ended({ message: 'The container has ended.' }));
    return { write: () => {}, kill: () => {} };
  },
};

/** Runs containers as processes of this machine; `images` says what an image name stands for. */
export function processRuntime(images: () => ImageTable): StartRuntime {
  return async ({ workDirectory, leftovers, log }) => {
    endLeftovers(workDirectory, leftovers);
    const supervisor = startSupervisor(workDirectory, log);

    let hasWarned = false;
    const enforceable = (mounts: Mount[]): string[] => {
      const directories = readOnlyDirectories(mounts);
      if (directories.length === 0 || canMountReadOnly()) return directories;
      if (!hasWarned)
        log('warning', 'This machine has no mount namespaces: read-only volumes can be written.');
      hasWarned = true;
      return [];
    };

    const findImage = async (image: string): Promise<ImageAnswer> =>
      Object.hasOwn(images(), image)
        ? { kind: 'present' }
        : {
            kind: 'absent',
            message: `The local cloud runs containers as processes and has no command for the image '${image}': it is neither built in nor in images.json. Add it there (see "Your own images" in local/README.md).`,
          };

    const openGroup = ({ ipAddress = '127.0.0.1' }: { ipAddress?: string }): RuntimeGroup => {
      /** Removing directories is slow and nobody has to wait for it but `close`. */
      const removals: Promise<void>[] = [];
      return {
        address: ipAddress,
        start(spec, listener) {
          const directory = makeContainerDirectory(workDirectory);
          let failure: unknown;
          try {
            for (const mount of spec.mounts) mountVolume(directory, mount);
          } catch (error) {
            failure = error;
          }
          const ended: typeof listener.ended = (end) => {
            removals.push(removeDirectory(directory.path));
            listener.ended(end);
          };
          if (failure) {
            queueMicrotask(() => ended({ kind: 'failed', message: String(failure) }));
            return neverRan;
          }
          const image = images()[spec.image] ?? { command: [] };
          const process = processSpec(spec, image, { directory, ipAddress });
          const command = withReadOnly(enforceable(spec.mounts), process.command);
          return supervisor.start({ ...process, command }, { ...listener, ended });
        },
        async close() {
          await Promise.all(removals);
        },
      };
    };

    return {
      kind: 'process',
      findImage,
      pullImage: findImage,
      images: async () => Object.keys(images()),
      openGroup: async (spec) => openGroup(spec),
      close: () => supervisor.close(),
    };
  };
}
