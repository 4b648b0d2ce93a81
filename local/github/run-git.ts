import { spawn } from 'node:child_process';

export type GitResult = { exitCode: number; stdout: string; stderr: string };

/** Variables that git sets for its hooks and that would point every further git at the hook's repository. */
const inherited =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|QUARANTINE_PATH|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/;

/** A person's own configuration may refuse to work in bare repositories that are not named as such; ours are meant. */
const allowBare = ['-c', 'safe.bareRepository=all'];

/** Runs git in a directory to its end; a non-zero exit is a result. */
export function runGit(directory: string, args: readonly string[]): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
    const child = spawn('git', ['-C', directory, ...allowBare, ...args], {
      env: { ...env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const result = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      result.stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      result.stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? -1, ...result }));
  });
}

/** Runs git and answers what it printed, trimmed. Throws with git's message when it fails. */
export async function git(directory: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runGit(directory, args);
  if (exitCode !== 0)
    throw new Error(`git ${args[0]} in ${directory} failed: ${stderr.trim() || `exit ${exitCode}`}`);
  return stdout.trim();
}
