import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const patienceMs = 15_000;

/**
 * Ends a child process that stops when its standard input does, and waits until it has; kills it when it has not within 15
 * seconds.
 */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const impatience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  child.stdin?.end();
  await exited;
  clearTimeout(impatience);
}
