import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { killProcessGroup, startTicksOf } from '../../../local/arm/processes/process-identity.ts';

test('kills a process by pid and start time, never a later owner of the pid', async () => {
  const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const pid = child.pid ?? 0;
  const startTicks = startTicksOf(pid) ?? '';
  expect(startTicks).toMatch(/^\d+$/);

  killProcessGroup({ pid, startTicks: String(Number(startTicks) - 1) });
  expect(startTicksOf(pid)).toBe(startTicks);

  killProcessGroup({ pid, startTicks });
  expect(await exited).toEqual([null, 'SIGKILL']);
  expect(startTicksOf(pid)).toBeUndefined();
});
