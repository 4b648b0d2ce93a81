import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

export type EmulatorProcess = {
  child: ChildProcess;
  origin: string;
  directory: string;
  workDirectory: string;
  file: string;
};

/** An emulator in a process of its own, which a test can kill; it and its directory go with the test. */
export async function startEmulatorProcess(): Promise<EmulatorProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'arm-process-'));
  const workDirectory = join(directory, 'work');
  const file = join(directory, 'arm.db');
  await mkdir(workDirectory);
  // Installed packages are found from the program's own place.
  await symlink(join(repository, 'node_modules'), join(directory, 'node_modules'));
  const source = `
    import { systemClock } from ${JSON.stringify(join(repository, 'local/clock.ts'))};
    import { processRuntime, startArm } from ${JSON.stringify(join(repository, 'local/arm/index.ts'))};
    const arm = await startArm({
      port: 0,
      file: ${JSON.stringify(file)},
      clock: systemClock,
      workDirectory: ${JSON.stringify(workDirectory)},
      sharesDirectory: ${JSON.stringify(join(directory, 'shares'))},
      runtime: processRuntime(() => ({ shell: { command: ['sh'] } })),
    });
    process.send(arm.origin);
  `;
  const entry = join(directory, 'entry.ts');
  const program = join(directory, 'emulator.mjs');
  await writeFile(entry, source);
  await build({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    await rm(directory, { recursive: true, force: true });
  });
  const [origin] = (await once(child, 'message')) as [string];
  return { child, origin, directory, workDirectory, file };
}
