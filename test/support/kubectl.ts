import { execFile, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { kubeconfig } from '../../triggers/kubernetes/kubeconfig.ts';

/** Why there is no kubectl to test with; undefined when there is one. */
export const kubectlMissing =
  spawnSync('kubectl', ['version', '--client']).status === 0
    ? undefined
    : 'there is no kubectl on the PATH: install it from https://kubernetes.io/docs/tasks/tools';

if (kubectlMissing) console.warn(`SKIPPED: the tests with kubectl, because ${kubectlMissing}.`);

export type Ended = { code: number; out: string; err: string };

/** The real kubectl against a server, with a home of its own. */
export function kubectlFor(server: string) {
  const home = mkdtempSync(join(tmpdir(), 'slipway-kubectl-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const config = join(home, 'config');
  writeFileSync(config, kubeconfig(server, 'test', undefined));
  const env = { ...process.env, HOME: home, KUBECONFIG: config };

  /** Runs a command to its end; `input` is what stands on standard input. */
  const run = (args: readonly string[], input = ''): Promise<Ended> =>
    new Promise((resolve) => {
      const child = execFile('kubectl', args, { env, timeout: 30_000 }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }),
      );
      child.stdin?.end(input);
    });

  return {
    run,
    /** A command, its words parted by spaces, that must succeed; answers what it prints. */
    async ok(command: string, input?: string): Promise<string> {
      const { code, out, err } = await run(command.split(' '), input);
      if (code !== 0) throw new Error(`kubectl ${command} ended with ${code}: ${err}`);
      return out;
    },
    /** A command that must fail; answers what it complains of. */
    async fails(command: string, input?: string): Promise<string> {
      const { code, out, err } = await run(command.split(' '), input);
      if (code === 0) throw new Error(`kubectl ${command} succeeded: ${out}`);
      return err;
    },
    /** A command that goes on until the test ends. */
    start(command: string, options: SpawnOptions = {}) {
      const child = spawn('kubectl', command.split(' '), { env, ...options });
      onTestFinished(() => {
        child.kill();
      });
      return child;
    },
  };
}
