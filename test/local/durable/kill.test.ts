import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { tempDirectory } from './support/crash.ts';
import { openEngine } from './support/open-engine.ts';
import { workApp } from './support/program.ts';

test('goes on where a process was killed with -9', async () => {
  const directory = tempDirectory();
  const program = join(directory, 'program.cjs');
  await build({
    stdin: {
      contents: `import { main } from './program.ts'; void main(process.argv[2]);`,
      resolveDir: join(import.meta.dirname, 'support'),
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    outfile: program,
    logLevel: 'error',
  });
  const file = join(directory, 'engine.db');
  const child = spawn(process.execPath, [program, file], {
    env: { ...process.env, NODE_PATH: resolve('node_modules') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (Number(line) >= 10) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');

  const ran: number[] = [];
  const engine = await openEngine(() => workApp((step) => ran.push(step)), { file });
  for (let n = 0; n < 5; n++) expect((await engine.settled(`work-${n}`)).output).toBe(40);
  // What had been committed is not done again.
  expect(Math.min(...ran)).toBeGreaterThan(5);
  expect(ran.length).toBeLessThan(5 * 35);
});
