/**
 * `npm run infra`: compiles `infra/`, where any diagnostic is an error, and writes a snapshot of what each parameter file makes.
 * `npm run infra -- --check` compares with the snapshots that are committed, and passes where no compiler can be had, loudly.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bicepEnvironment, findBicep } from './find-bicep.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const infra = join(root, 'infra');
const check = process.argv.includes('--check');

/** Made up, so that snapshots are the same everywhere. */
const tenant = '22222222-2222-4222-8222-222222222222';
const subscription = '11111111-1111-4111-8111-111111111111';

const bicep = findBicep(join(root, 'node_modules', '.cache', 'slipway-bicep'));
if (!bicep) {
  process.stderr.write(`
  NOTHING OF infra/ WAS COMPILED: no Bicep compiler was found.
  Set BICEP to one, put \`bicep\` on the PATH, or install the .NET SDK, with which this command brings one.

`);
  process.exit(check ? 0 : 1);
}

const sources = filesIn('').filter((file) => /(\.bicep|\.bicepparam|bicepconfig\.json)$/.test(file));
const problems = [...diagnostics(), ...unformatted(), ...snapshots(), ...hashes()];
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(
  `infra/: ${sources.length} files compile without a diagnostic${check ? ', and the snapshots are up to date' : ''}.\n`,
);

/** The compiler takes unknown properties and API versions for warnings, so everything that it says counts. */
function diagnostics() {
  return ['*.bicep', '*.bicepparam'].flatMap((pattern) => {
    const { status, output } = run(['lint', '--pattern', `./**/${pattern}`]);
    return status !== 0 || output !== '' ? [output || `lint ended with ${status}`] : [];
  });
}

/** The compiler formats files in place only, so a copy shows what is not as it would make it. */
function unformatted() {
  const copy = mkdtempSync(join(tmpdir(), 'slipway-infra-'));
  try {
    cpSync(infra, copy, { recursive: true });
    run(['format', '--pattern', './**/*.bicep*'], copy);
    return sources
      .filter((file) => readFileSync(join(copy, file), 'utf8') !== readFileSync(join(infra, file), 'utf8'))
      .map((file) => `infra/${file} is not formatted: bicep format infra/${file}`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function snapshots() {
  return sources
    .filter((file) => file.endsWith('.bicepparam'))
    .flatMap((file) => {
      const { status, output } = run([
        'snapshot',
        file,
        ...['--mode', check ? 'validate' : 'overwrite'],
        ...['--tenant-id', tenant, '--subscription-id', subscription],
        ...['--location', 'westeurope', '--deployment-name', 'main'],
        ...(isOfSubscription(file) ? [] : ['--resource-group', 'rg-slipway']),
      ]);
      if (status === 0) {
        if (!check) settle(file.replace(/bicepparam$/, 'snapshot.json'));
        return [];
      }
      return [
        `The snapshot of infra/${file} is not what it makes now; see and commit: npm run infra`,
        output,
      ];
    });
}

/** The compiler writes outputs in another order each time. */
function settle(snapshot) {
  const { outputs, ...rest } = JSON.parse(readFileSync(join(infra, snapshot), 'utf8'));
  const sorted = Object.fromEntries(Object.entries(outputs).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(join(infra, snapshot), `${JSON.stringify({ ...rest, outputs: sorted }, null, 2)}\n`);
}

function isOfSubscription(parameters) {
  const [, template] = /^using '(.+)'$/m.exec(readFileSync(join(infra, parameters), 'utf8'));
  return /^targetScope = 'subscription'$/m.test(
    readFileSync(join(infra, dirname(parameters), template), 'utf8'),
  );
}

/** By these a test knows, without a compiler, that the snapshots are of these sources; `sha256sum --check` reads them, too. */
function hashes() {
  const lines = sources.map((file) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(infra, file)))
      .digest('hex');
    return `${hash}  ${file}\n`;
  });
  const file = join(infra, 'sources.sha256');
  if (!check) writeFileSync(file, lines.join(''));
  return readFileSync(file, 'utf8') === lines.join('') ? [] : ['infra/sources.sha256 is old: npm run infra'];
}

function run(args, cwd = infra) {
  const { status, stdout, stderr } = spawnSync(bicep, args, {
    cwd,
    env: bicepEnvironment(),
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}`.trim() };
}

/** Below `infra/`, in order. */
function filesIn(folder) {
  return readdirSync(join(infra, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      return entry.isDirectory() ? filesIn(path) : [path];
    })
    .sort();
}
