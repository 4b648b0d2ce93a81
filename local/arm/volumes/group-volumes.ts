import { randomUUID } from 'node:crypto';
import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerBody, GroupBody, VolumeBody } from '../group-model/group-body.ts';
import type { GroupSecrets } from '../group-model/group-secrets.ts';
import type { Mount } from '../runtime/container-runtime.ts';
import { cloneRepository } from './clone-repository.ts';
import { FailedMount } from './failed-mount.ts';

/** Where the volumes of all groups lie on this machine. */
export type VolumePlaces = {
  /** Directories of volumes that end with their group; nobody else may look into it. */
  directory: string;
  /** Azure Files: a share is the folder ACCOUNT/SHARE in it. */
  shares: string;
  /** Variables for git, so that it finds repositories here that have their public URL elsewhere. */
  gitEnvironment(): Record<string, string>;
};

type Volume = { hostDirectory: string; readOnly: boolean; endsWithGroup: boolean };

/** The volumes of one run of a group: a directory of this machine for each. */
export class GroupVolumes {
  readonly #places: VolumePlaces;
  readonly #volumes = new Map<string, Volume>();

  constructor(places: VolumePlaces) {
    this.#places = places;
  }

  /** Rejects with FailedMount when a volume cannot be had. */
  async make(body: GroupBody, secrets: GroupSecrets): Promise<void> {
    for (const volume of body.properties.volumes ?? []) {
      const made = volume.azureFile
        ? await this.#share(volume.name, volume.azureFile)
        : await this.#directory(volume, secrets.volumes[volume.name] ?? {});
      this.#volumes.set(volume.name, made);
    }
  }

  mountsOf(container: ContainerBody): Mount[] {
    return (container.properties.volumeMounts ?? []).flatMap(({ name, mountPath, readOnly }) => {
      const volume = this.#volumes.get(name);
      if (!volume) return [];
      return {
        hostDirectory: volume.hostDirectory,
        path: mountPath,
        readOnly: volume.readOnly || (readOnly ?? false),
      };
    });
  }

  async remove(): Promise<void> {
    const ending = [...this.#volumes.values()].filter(({ endsWithGroup }) => endsWithGroup);
    this.#volumes.clear();
    // What cannot be removed now, because a container took its permissions, is left to the next start.
    await Promise.all(
      ending.map(({ hostDirectory }) =>
        rm(hostDirectory, { recursive: true, force: true, maxRetries: 3 }).catch(() => {}),
      ),
    );
  }

  async #share(name: string, { storageAccountName, shareName, readOnly }: AzureFile): Promise<Volume> {
    const hostDirectory = join(this.#places.shares, storageAccountName, shareName);
    const found = await stat(hostDirectory).catch(() => undefined);
    if (found?.isDirectory()) return { hostDirectory, readOnly: readOnly ?? false, endsWithGroup: false };
    throw new FailedMount(
      name,
      `the account '${storageAccountName}' has no share '${shareName}'. Here a share is a folder: make '${hostDirectory}'.`,
    );
  }

  /** Who a container's user is does not matter: the directory around keeps other people out. */
  async #directory({ name, gitRepo }: VolumeBody, files: Record<string, string>): Promise<Volume> {
    await mkdir(this.#places.directory, { recursive: true, mode: 0o700 });
    const hostDirectory = join(this.#places.directory, randomUUID());
    await mkdir(hostDirectory);
    await chmod(hostDirectory, 0o777);
    const volume = { hostDirectory, readOnly: false, endsWithGroup: true };
    // From here on it is removed, whatever fails.
    this.#volumes.set(name, volume);
    for (const [file, content] of Object.entries(files)) {
      await writeFile(join(hostDirectory, file), Buffer.from(content, 'base64'), { mode: 0o444 });
    }
    if (gitRepo) {
      await cloneRepository(gitRepo, hostDirectory, this.#places.gitEnvironment()).catch((error: Error) => {
        throw new FailedMount(name, error.message, { cause: error });
      });
    }
    return volume;
  }
}

type AzureFile = NonNullable<VolumeBody['azureFile']>;
