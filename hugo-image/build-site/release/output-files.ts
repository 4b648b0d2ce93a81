import { lstat, readdir } from 'node:fs/promises';
import { BuildFailure } from '../build-failure.ts';
import { nameProblem, refuseNames } from './file-names.ts';

export type OutputFile = {
  /** Relative to the output, with forward slashes. */
  path: string;
  location: string;
  sizeBytes: number;
};

/** A blob that is written at once, as only that needs no right to change what is there, has at most 5,000 MiB. */
const largestFileBytes = 5_000 * 1024 * 1024;

/**
 * Every file below `root`, sorted by path. Throws `site-refused` for what can't be published: names that storage does not take,
 * links, which could lead anywhere, and files of another user, who is not the one that built the site.
 */
export async function outputFiles(root: string): Promise<OutputFile[]> {
  const { uid } = await lstat(root);
  const files: OutputFile[] = [];
  const badNames: Array<{ name: Uint8Array; problem: string }> = [];
  // Names are bytes until they are known to be text.
  const folders: Buffer[] = [Buffer.alloc(0)];
  const base = Buffer.from(`${root}/`);
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    const entries = await readdir(Buffer.concat([base, folder]), { withFileTypes: true, encoding: 'buffer' });
    for (const entry of entries) {
      const name = Buffer.concat([folder, entry.name]);
      if (entry.isDirectory()) {
        folders.push(Buffer.concat([name, Buffer.from('/')]));
        continue;
      }
      const problem = nameProblem(name);
      if (problem) {
        badNames.push({ name, problem });
        continue;
      }
      const path = name.toString('utf8');
      files.push({
        path,
        location: `${root}/${path}`,
        sizeBytes: await sizeOf(`${root}/${path}`, path, uid),
      });
    }
  }
  refuseNames(badNames);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function sizeOf(location: string, path: string, builder: number): Promise<number> {
  const found = await lstat(location);
  const problem = found.isSymbolicLink()
    ? 'is a symbolic link'
    : !found.isFile()
      ? 'is no regular file'
      : found.uid !== builder
        ? 'belongs to another user'
        : found.size > largestFileBytes
          ? 'is larger than 5,000 MiB'
          : undefined;
  if (problem)
    throw new BuildFailure('site-refused', `"${path}" of the built site ${problem}: it cannot be published.`);
  return found.size;
}
