import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type GitRepo = { repository: string; directory?: string | null; revision?: string | null };

const run = promisify(execFile);

/**
 * Clones a repository as a gitRepo volume has it: into the folder of the repository's name, into `directory`, or with `.`
 * into the volume itself; at `revision`, or where its head is. Rejects with what git said.
 */
export async function cloneRepository(
  { repository, directory, revision }: GitRepo,
  volumeDirectory: string,
  environment: Record<string, string>,
): Promise<void> {
  const target = directory || folderName(repository);
  const git = async (...args: string[]): Promise<void> => {
    const env = {
      PATH: process.env.PATH,
      HOME: volumeDirectory,
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_NOSYSTEM: '1',
      // No helper programs: a repository's URL comes from who may create groups, not from who owns this machine.
      GIT_ALLOW_PROTOCOL: 'file:http:https:git',
      ...environment,
    };
    await run('git', args, { cwd: volumeDirectory, env }).catch((error: Error & { stderr?: string }) => {
      throw new Error(`git ${args[0]} of '${repository}': ${error.stderr?.trim() || error.message}`, {
        cause: error,
      });
    });
  };
  await git('clone', '--quiet', '--', repository, target);
  if (revision) await git('-C', target, 'checkout', '--quiet', '--detach', revision, '--');
}

/** The folder that `git clone` makes by itself. */
function folderName(repository: string): string {
  const last = repository.replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '';
  return last.replace(/\.git$/, '');
}
