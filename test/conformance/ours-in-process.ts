import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endChild } from '../oracle/end-child.ts';
import { packagePath } from '../oracle/package-path.ts';
import type { HostOptions } from './hosts.ts';
import type { RunningHost } from './start-ours.ts';

/** Our own host in a process of its own, as apps that are loaded from directories need it. */
export async function startOursInProcess(options: HostOptions): Promise<RunningHost> {
  const child = spawn(
    process.execPath,
    [packagePath('test/conformance/serve-ours.mjs'), JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  const stop = (): Promise<void> => endChild(child);
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The host ended with code ${code} before it was ready.`)));
  });
  try {
    return { ...(JSON.parse(await ready) as Omit<RunningHost, 'stop'>), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
