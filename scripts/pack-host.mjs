/**
 * `npm run package`: makes the local host and the test bench a package that any project installs, without this checkout:
 * `dist/slipway-local-VERSION.tgz`. Its packages are those that the bundles leave outside, in the versions used here.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

prepare({ needs: [] });
const { build } = await import('esbuild');

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'package');
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** The library and the programming model must be the app's own: they hold what it registers. */
const peers = { '@azure/functions': '^4.0.0', 'durable-functions': '^3.0.0' };
/** Loaded by their file names, so no bundle shows them; the types are those that the declarations name. */
const unseen = ['azurite', '@types/node'];

const common = { bundle: true, platform: 'node', target: 'node20', packages: 'external', metafile: true };
const local = (file) => join(root, 'local', file);

rmSync(out, { recursive: true, force: true });
const bundles = [
  // Two programs, which share most of their code.
  await build({
    ...common,
    entryPoints: [local('functions/host-command.ts'), local('functions/process/host-child.ts')],
    entryNames: '[name]',
    outdir: join(out, 'host'),
    format: 'esm',
    splitting: true,
  }),
  await build({
    ...common,
    entryPoints: [local('testing/index.ts')],
    outfile: join(out, 'testing/index.mjs'),
    format: 'esm',
  }),
  await build({
    ...common,
    entryPoints: [local('testing/index.ts')],
    outfile: join(out, 'testing/index.js'),
    format: 'cjs',
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: `const ownUrl = require('node:url').pathToFileURL(__filename).href;` },
  }),
  await build({
    ...common,
    entryPoints: [local('functions/worker/core.ts')],
    outfile: join(out, 'functions-core/core.js'),
    format: 'cjs',
  }),
];

write('functions-core/index.js', `module.exports = require('./core.js').core;\n`);
write('host/package.json', JSON.stringify({ type: 'module' }));
write('host/slipway-host.js', `#!/usr/bin/env node\nimport './host-command.js';\n`);
chmodSync(join(out, 'host/slipway-host.js'), 0o755);
writeTypes();
write('package.json', `${JSON.stringify(manifest(), null, 2)}\n`);
cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
write('README.md', readFileSync(join(root, 'docs/package.md'), 'utf8'));
const [{ filename }] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--pack-destination', '..'], { cwd: out, encoding: 'utf8' }),
);
process.stdout.write(`${join(root, 'dist', filename)}\n`);

function manifest() {
  const { version, license, engines } = own;
  return {
    name: 'slipway-local',
    version,
    description:
      'Runs and tests Azure Functions apps of the Node v4 model, Durable Functions included, on one machine.',
    license,
    engines,
    bin: { 'slipway-host': 'host/slipway-host.js' },
    exports: {
      './testing': {
        types: './testing/index.d.ts',
        import: './testing/index.mjs',
        require: './testing/index.js',
      },
      './functions-core': './functions-core/index.js',
      './package.json': './package.json',
    },
    dependencies: dependencies(),
    peerDependencies: peers,
  };
}

/** The packages that the bundles import, and those that nobody sees. */
function dependencies() {
  const known = { ...own.devDependencies, ...own.dependencies };
  const imported = bundles
    .flatMap(({ metafile }) => Object.values(metafile.outputs))
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external && !path.startsWith('node:'))
    .map(({ path }) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  const names = [...new Set([...imported, ...unseen])].filter((name) => !Object.hasOwn(peers, name)).sort();
  return Object.fromEntries(
    names.map((name) => {
      if (known[name] === undefined) throw new Error(`No version of "${name}" is in package.json.`);
      return [name, known[name]];
    }),
  );
}

/** Declarations of the bench, those that its index leads to, with names that every compiler finds. */
function writeTypes() {
  const all = join(root, 'dist', 'types');
  const config = join(root, 'node_modules', '.cache', 'slipway-package', 'tsconfig.json');
  mkdirSync(dirname(config), { recursive: true });
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: root,
    outDir: all,
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  const entry = join(root, 'local', 'testing', 'index.ts');
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: [], files: [entry] }),
  );
  rmSync(all, { recursive: true, force: true });
  execFileSync('npx', ['tsc', '-p', config], { cwd: root, stdio: ['ignore', process.stderr, 'inherit'] });
  const reached = new Set();
  const reach = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = readFileSync(join(all, file), 'utf8');
    write(join('types', file), text.replace(/(['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'));
    for (const [, path] of text.matchAll(/['"](\.[^'"]*)\.ts['"]/g))
      reach(join(dirname(file), `${path}.d.ts`));
  };
  reach(join('local', 'testing', 'index.d.ts'));
  write('testing/index.d.ts', `export * from '../types/local/testing/index.js';\n`);
}

function write(file, text) {
  const path = join(out, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
