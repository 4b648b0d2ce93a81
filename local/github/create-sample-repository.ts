import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GithubRepository } from './push-event.ts';
import { headOf } from './read-commits.ts';
import { git } from './run-git.ts';

export type SampleRepositoryOptions = {
  /** Where both the bare repository and the working copy are made. */
  directory: string;
  /** The folder whose content is the first commit. */
  from: string;
  branch: string;
  /** `OWNER/NAME` at the stand-in for GitHub. */
  fullName: string;
  /** The URL by which the catalog knows the repository. */
  cloneUrl: string;
  /** The file that says where pushes are delivered; see DeliverySettings. */
  settingsFile: string;
  /** The compiled program that the hook runs. */
  deliverProgram?: string;
};

export type SampleRepository = GithubRepository & {
  /** What git fetches from and pushes to. */
  bare: string;
  /** A clone for people to edit. */
  workingCopy: string;
  head: string;
};

const deliverPush = fileURLToPath(new URL('./deliver-push.js', import.meta.url));

/**
 * A repository with a working copy, whose pushes are delivered as GitHub delivers them. What exists is kept as it is, but
 * the hook is written anew, because it holds paths. The first commit is not delivered: nobody pushed it.
 */
export async function createSampleRepository(options: SampleRepositoryOptions): Promise<SampleRepository> {
  const directory = path.resolve(options.directory);
  const name = path.basename(options.fullName);
  const bare = path.join(directory, `${name}.git`);
  const workingCopy = path.join(directory, name);
  await mkdir(directory, { recursive: true });
  if (!existsSync(bare)) await createBare(bare, options);
  if (!existsSync(workingCopy)) await cloneForPeople(bare, workingCopy, options.branch);
  await writeHook(bare, options);
  const head = await headOf(bare, options.branch);
  if (!head) throw new Error(`${bare} has no branch "${options.branch}"; remove the folder to start again`);
  const { fullName, cloneUrl, branch: defaultBranch } = options;
  return { fullName, cloneUrl, defaultBranch, bare, workingCopy, head };
}

/** Made aside and moved into place, so that a crash on the way leaves nothing that looks finished. */
async function createBare(bare: string, { from, branch, directory }: SampleRepositoryOptions): Promise<void> {
  const draft = path.join(path.resolve(directory), '.draft');
  await rm(draft, { recursive: true, force: true });
  const [source, part] = [path.join(draft, 'source'), path.join(draft, 'bare.git')];
  await mkdir(source, { recursive: true });
  await cp(from, source, { recursive: true });
  await git(source, 'init', '--quiet', `--initial-branch=${branch}`);
  await introduce(source);
  await git(source, 'add', '--all');
  await git(source, 'commit', '--quiet', '--no-verify', '--message', 'Start the site');
  await git(draft, 'clone', '--quiet', '--bare', '--template=', source, part);
  await git(part, 'remote', 'remove', 'origin');
  await rename(part, bare);
  await rm(draft, { recursive: true, force: true });
}

async function cloneForPeople(bare: string, workingCopy: string, branch: string): Promise<void> {
  const part = `${workingCopy}.part`;
  await rm(part, { recursive: true, force: true });
  await git(path.dirname(workingCopy), 'clone', '--quiet', `--branch=${branch}`, bare, part);
  await introduce(part);
  // `git push` without arguments does the obvious thing, whatever the person's own configuration says.
  await git(part, 'config', 'push.default', 'simple');
  await rename(part, workingCopy);
}

/** A commit needs a name; the person's own configuration may have none, and must not be changed. */
async function introduce(repository: string): Promise<void> {
  await git(repository, 'config', 'user.name', 'Slipway sample');
  await git(repository, 'config', 'user.email', 'sample@slipway.invalid');
  await git(repository, 'config', 'commit.gpgSign', 'false');
}

async function writeHook(bare: string, options: SampleRepositoryOptions): Promise<void> {
  const { fullName, cloneUrl, branch, deliverProgram = deliverPush } = options;
  const settingsFile = path.resolve(options.settingsFile);
  const hook = path.join(bare, 'hooks', 'post-receive');
  await mkdir(path.dirname(hook), { recursive: true });
  // Else a hooks folder of the person's own configuration would take the place of this one.
  await git(bare, 'config', 'core.hooksPath', 'hooks');
  await writeFile(
    hook,
    `#!/bin/sh
# Written by Slipway's local cloud at every start: tells it about pushes, as GitHub's webhooks do.
node=${quoted(process.execPath)}
program=${quoted(deliverProgram)}
[ -x "$node" ] || node=node
if [ -f "$program" ]; then
  "$node" "$program" ${[settingsFile, fullName, cloneUrl, branch].map(quoted).join(' ')} && exit 0
fi
echo "The push is stored. Slipway publishes it when its local cloud starts: npm start"
exit 0
`,
  );
  await chmod(hook, 0o755);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
