import { open } from 'node:fs/promises';
import { BuildFailure } from '../build-failure.ts';
import { isOnPath } from '../sandbox/is-on-path.ts';
import { type Git, notAccessible } from './git.ts';
import { reachableAddress } from './remote-address.ts';

const pointer = 'version https://git-lfs.github.com/spec/v1';
const namedFiles = 5;

/** What `git lfs install` would write into a person's configuration, for one command. */
const largeFileSettings = {
  'filter.lfs.clean': 'git-lfs clean -- %f',
  'filter.lfs.smudge': 'git-lfs smudge -- %f',
  'filter.lfs.process': 'git-lfs filter-process',
  'filter.lfs.required': 'true',
  // No transfer programs that a server names.
  'lfs.basictransfersonly': 'true',
};

/**
 * Fetches the files that the repository keeps in Git LFS: git itself checks out a few lines of text in their place. Throws
 * `site-refused` that names them when the image has no git-lfs.
 */
export async function fetchLargeFiles(git: Git, at = ''): Promise<void> {
  const files = await pointers(git, at);
  if (files.length === 0) return;
  const named = files
    .slice(0, namedFiles)
    .map((file) => `"${file}"`)
    .join(', ');
  const all = `${named}${files.length > namedFiles ? ` and ${files.length - namedFiles} more` : ''}`;
  if (!(await isOnPath('git-lfs', git.options.env))) {
    throw new BuildFailure(
      'site-refused',
      `${all} lie in Git LFS, and this image has no git-lfs: add it to the image, or keep the files in git.`,
    );
  }
  await refuseForeignServer(git, at);
  const pull = { cwd: at, settings: largeFileSettings };
  const { exitCode, output } = await git.overTheNetwork(['lfs', 'pull'], pull);
  const left = exitCode === 0 ? await pointers(git, at) : files;
  if (left.length > 0) throw notAccessible(`Git LFS of ${git.source.repository} (${all})`, output);
}

/** Files that the repository's attributes give to LFS and whose content is a pointer. */
async function pointers(git: Git, at: string): Promise<string[]> {
  const found: string[] = [];
  const onLine = (line: string): void => void found.push(line);
  await git.run(['-c', 'core.quotePath=false', 'ls-files', '--', ':(attr:filter=lfs)'], { cwd: at, onLine });
  const isPointer = await Promise.all(
    found.map((file) => beginsAsPointer(git.sandbox.path('repository', at, file))),
  );
  return found.filter((_file, index) => isPointer[index]);
}

async function beginsAsPointer(location: string): Promise<boolean> {
  const file = await open(location).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(pointer.length), 0, pointer.length, 0);
    return buffer.subarray(0, bytesRead).toString('latin1') === pointer;
  } finally {
    await file.close();
  }
}

/** Looks at the servers that `.lfsconfig` names instead of the repository's own. */
async function refuseForeignServer(git: Git, at: string): Promise<void> {
  const { output } = await git.run(
    ['config', '--file', '.lfsconfig', '--get-regexp', '^(lfs|remote\\..*)\\.(push)?(lfs)?url$'],
    { cwd: at },
  );
  for (const [, url = ''] of output.matchAll(/^\S+ (\S+)$/gm)) {
    await reachableAddress(url, git.source, git.options.signal).catch((error: unknown) => {
      throw error instanceof BuildFailure
        ? new BuildFailure('site-refused', `.lfsconfig names the server ${url}: ${error.message}`)
        : error;
    });
  }
}
