/** `npm run bench`: makes the checkout ready, installs the peers once, and becomes `command.ts`. See bench/README.md. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { prepare } from '../../scripts/prepare.mjs';

prepare();
const here = fileURLToPath(new URL('.', import.meta.url));
if (!existsSync(`${here}node_modules/.package-lock.json`))
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here, stdio: 'inherit' });
register('../../test/conformance/load-typescript.mjs', import.meta.url);
await import('./command.ts');
