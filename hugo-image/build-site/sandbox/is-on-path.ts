import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/** Whether the tools find a program of this name. */
export async function isOnPath(name: string, env: Record<string, string | undefined>): Promise<boolean> {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const found = await Promise.all(
    folders.map((folder) =>
      access(path.join(folder, name), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
