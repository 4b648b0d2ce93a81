/**
 * `npm run package:app`: puts what Azure gets into dist/azure: the build, host.json and the packages that the app needs to run. `azd`
 * zips that folder; so can anybody: az functionapp deployment source config-zip.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

prepare({ needs: [] });
const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'azure');
const shell = process.platform === 'win32';

/** Of the build, what the app is made of; the local cloud and other programs stay here. */
const parts = ['main.js', 'registrations.js', 'activities', 'contract', 'lib', 'orchestrators', 'triggers'];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const part of parts)
  cpSync(join(root, 'dist', part), join(out, 'dist', part), {
    recursive: true,
    filter: (path) => !path.endsWith('.map'),
  });
for (const file of ['host.json', 'package-lock.json', '.npmrc']) cpSync(join(root, file), join(out, file));
const {
  scripts: _,
  devDependencies: __,
  ...manifest
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// The lock file names packages for development, too, so npm wants them named while it installs.
cpSync(join(root, 'package.json'), join(out, 'package.json'));
execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: out,
  stdio: ['ignore', process.stderr, process.stderr],
  shell,
});
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
for (const file of ['package-lock.json', '.npmrc', 'node_modules/.package-lock.json'])
  rmSync(join(out, file), { force: true });
process.stdout.write(`${out}\n`);
