import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { confinedCommand } from '../../hugo-image/build-site/sandbox/confinement.ts';

test('unconfined tools have a home of their own, and the temporary directory by which who runs the build knows them', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [command = '', ...args] = confinedCommand(
    { kind: 'none' },
    { outside: folder, inside: folder, cwd: folder },
    ['sh', '-c', 'echo "$HOME $TMPDIR $(pwd) $(ulimit -c)"'],
  );
  const printed = execFileSync(command, args, { env: { ...process.env, TMPDIR: '/of/the/container' } });
  expect(printed.toString()).toBe(`${folder}/home /of/the/container ${folder} 0\n`);
});
