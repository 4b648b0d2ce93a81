/**
 * Makes a checkout ready: installs what is missing, builds what has changed. Plain JavaScript without dependencies, because it
 * runs before there are any. `prepare()` for the other scripts, some of which need fewer commands; as a command,
 * `node scripts/prepare.mjs`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeLock } from './checkout-lock.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = [20, 11];

/** Debian package by the command that it brings. */
const commands = { git: 'git', hugo: 'hugo', openssl: 'openssl' };

/** Tests make certificates besides. */
const toRun = ['git', 'hugo'];

/** Folders and files that go into the build. */
const sources = [
  'activities',
  'contract',
  'hugo-image',
  'kube-gateway',
  'lib',
  'local',
  'orchestrators',
  'samples/servers',
  'scripts',
  'triggers',
  'main.ts',
  'registrations.ts',
];

export function prepare({ needs = toRun } = {}) {
  checkNode();
  if (!isReady(needs)) {
    const giveBack = takeLock(join(root, '.prepare-lock'), say);
    installPackages();
    installCommands(needs);
    build();
    giveBack();
  }
}

/** Whether there is nothing to do, so that commands need not wait for each other. */
function isReady(needs) {
  return packagesAreInstalled() && missingOf(needs).length === 0 && isBuilt(sourceState());
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  fail(
    `Slipway needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}. Install a newer one and run the command again.`,
  );
}

/** `npm ci` when nothing is installed, or the lock file is newer than what is. npm notes what it installed in a file of its own. */
function packagesAreInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return (
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  );
}

function installPackages() {
  if (packagesAreInstalled()) return;
  say('Installing dependencies, once (about half a minute) ...');
  run(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'Installing the dependencies failed; the lines above say why.',
  );
}

function missingOf(needs) {
  return needs.filter((command) => !isOnPath(command));
}

function installCommands(needs) {
  const missing = missingOf(needs);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((command) => commands[command]))];
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    fail(
      `Missing: ${missing.join(', ')}. Install with: sudo apt-get install ${packages.join(' ')} (or your system's own way), then run the command again.`,
    );
  }
  say(`Installing ${packages.join(', ')} ...`);
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  run('apt-get', ['update', '-qq'], 'apt-get update failed; the lines above say why.', quiet);
  run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    `Installing ${packages.join(', ')} failed; the lines above say why.`,
    quiet,
  );
}

/** Says from which state of the sources the build was made. */
const stamp = join(root, 'dist', '.built');

function sourceState() {
  const files = [...sources.flatMap(filesUnder), 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  return hash(JSON.stringify(files.map(fileState)));
}

function isBuilt(state) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
}

function build() {
  const state = sourceState();
  if (isBuilt(state)) return;
  run('npm', ['run', '--silent', 'build'], 'The build failed; the lines above say why.');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, state);
}

function filesUnder(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full).flatMap((name) => filesUnder(join(path, name)));
}

function fileState(path) {
  const { size, mtimeMs } = statSync(join(root, path));
  return [path, size, mtimeMs];
}

function isOnPath(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** Output of tools goes to standard error, so that standard output stays what the command itself says. */
function run(command, args, problem, options = {}) {
  try {
    execFileSync(command, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr], ...options });
  } catch {
    fail(problem);
  }
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare({ needs: Object.keys(commands) });
