/**
 * `npm run check:packages`: whether what is installed is what was meant, without a network, and, once a day where the registry
 * answers, whether it has known holes. Part of `npm run check`.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Packages that run something when they are installed, and why that is fine. */
const installScripts = {
  esbuild: 'checks that its binary, which is a package too, runs',
  protobufjs: 'warns of a version scheme, nothing else',
};

/** Of what goes to Azure: no duty but to keep the notice. */
const licenses =
  /^\(?(?:MIT|ISC|0BSD|BlueOak-1\.0\.0|Apache-2\.0|BSD-[23]-Clause|Unlicense)(?: OR .*| AND .*)?\)?$/;

/** Packages whose lock file entry names no license, and what they are under. */
const lookedAt = {
  'emitter-component': 'a copy of component-emitter, which is MIT; below gamedig',
  gbxremote: 'MIT, by its LICENSE file; below gamedig',
};

/** Who works without a network shall not wait for it. */
const patience = ['--fetch-retries=0', '--fetch-timeout=5000'];
const mostAuditSeconds = 15;

/** What is wrong with a lock file, offline: each a sentence. */
export function problemsOf(manifest, lock) {
  const problems = [];
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
      problems.push(`${name} is "${version}" in package.json; write one exact version.`);
  }
  for (const [path, entry] of Object.entries(lock.packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (path === '' || entry.link || entry.inBundle) continue;
    const told = `${name}@${entry.version}`;
    if (!entry.integrity?.startsWith('sha512-')) problems.push(`${told} has no sha512 in the lock file.`);
    if (entry.resolved) problems.push(`${told} has an address in the lock file; .npmrc keeps them out.`);
    if (entry.hasInstallScript && !entry.optional && !(name in installScripts))
      problems.push(
        `${told} runs a script when it is installed; look at it, then name it in scripts/check-packages.mjs.`,
      );
    const goesToAzure = !entry.dev && !entry.devOptional;
    if (goesToAzure && !licenses.test(entry.license ?? '') && !(name in lookedAt))
      problems.push(`${told} has the license "${entry.license ?? 'none'}", which nobody has looked at.`);
  }
  return problems;
}

/** What `npm audit` found of what goes to Azure; `skipped` with the reason where it could not look. */
export function auditResult({ status, stdout }) {
  let answer;
  try {
    answer = JSON.parse(stdout);
  } catch {
    return { kind: 'skipped', reason: 'npm gave no answer' };
  }
  if (!answer.vulnerabilities)
    return {
      kind: 'skipped',
      reason: String(answer.message ?? answer.error?.summary ?? `npm ended with ${status}`),
    };
  const holes = Object.values(answer.vulnerabilities)
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity, range }) => `${name} ${range} has a ${severity} hole; see: npm audit --omit=dev`);
  return { kind: 'looked', holes };
}

function check() {
  const read = (name) => readFileSync(join(root, name), 'utf8');
  const lockText = read('package-lock.json');
  const problems = problemsOf(JSON.parse(read('package.json')), JSON.parse(lockText));
  problems.push(...audited(lockText));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

/** Once a day for each lock file: the check is used all the time, and holes are found now and then. */
function audited(lockText) {
  const today = new Date().toISOString().slice(0, 10);
  const key = `${createHash('sha256').update(lockText).digest('hex')} ${today}`;
  const folder = join(root, 'node_modules/.cache/slipway-audit');
  const file = join(folder, 'clean');
  if (existsSync(file) && readFileSync(file, 'utf8') === key) return [];
  const result = auditResult(
    spawnSync('npm', ['audit', '--omit=dev', '--json', ...patience], {
      cwd: root,
      encoding: 'utf8',
      timeout: mostAuditSeconds * 1_000,
      shell: process.platform === 'win32',
    }),
  );
  if (result.kind === 'skipped') {
    console.error(`\nSKIPPED: the search for known holes in packages (npm audit): ${result.reason}\n`);
    return [];
  }
  if (result.holes.length === 0) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, key);
  }
  return result.holes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) check();
