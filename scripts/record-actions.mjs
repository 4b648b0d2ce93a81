/**
 * `npm run infra:actions [-- TEST FILES]`: runs the tests, all of them or those named, and writes what the app asked the stand-in of
 * Azure for, in the words of Azure's roles, to infra/actions.json.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

prepare();
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'slipway-actions-'));
const file = join(folder, 'actions');
writeFileSync(file, '');
try {
  const { status } = spawnSync('npx', ['vitest', 'run', ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, RECORD_ARM_ACTIONS: file },
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  const actions = [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))].sort();
  writeFileSync(join(root, 'infra', 'actions.json'), `${JSON.stringify(actions, null, 2)}\n`);
  process.stdout.write(`infra/actions.json: ${actions.length} actions.\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
