import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mount } from '../runtime/container-runtime.ts';
import type { ContainerBody, GroupBody } from './group-body.ts';
import type { GroupSecrets } from './group-secrets.ts';

/** The volumes of one run of a group: a directory of this machine for each. */
export class GroupVolumes {
  readonly #directories = new Map<string, string>();

  /** Makes the directories in `parent`. */
  async make(body: GroupBody, secrets: GroupSecrets, parent: string): Promise<void> {
    for (const { name } of body.properties.volumes ?? []) {
      const directory = join(parent, randomUUID());
      this.#directories.set(name, directory);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      for (const [file, content] of Object.entries(secrets.volumes[name] ?? {})) {
        await writeFile(join(directory, file), Buffer.from(content, 'base64'), { mode: 0o600 });
      }
    }
  }

  mountsOf(container: ContainerBody): Mount[] {
    return (container.properties.volumeMounts ?? []).flatMap(({ name, mountPath, readOnly }) => {
      const hostDirectory = this.#directories.get(name);
      return hostDirectory ? [{ hostDirectory, path: mountPath, readOnly: readOnly ?? false }] : [];
    });
  }

  async remove(): Promise<void> {
    const directories = [...this.#directories.values()];
    this.#directories.clear();
    // What cannot be removed now, because a container took its permissions, is left to the next start.
    await Promise.all(
      directories.map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})),
    );
  }
}
