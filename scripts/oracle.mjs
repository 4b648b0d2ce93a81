/** `npm run oracle -- APPDIR`: makes the checkout ready, then becomes the command of `test/oracle`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

if (!/^10\./m.test(spawnSync('dotnet', ['--list-sdks'], { encoding: 'utf8' }).stdout ?? '')) {
  console.error(
    'The oracle runs the real Durable extension, for which it needs the .NET 10 SDK: no `dotnet` with it was found.',
  );
  process.exit(1);
}
prepare();
const { build } = await import('esbuild');
const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = `${root}node_modules/.cache/slipway-oracle/command.mjs`;
await build({
  entryPoints: [`${root}test/oracle/command.ts`],
  outfile,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
await import(outfile);
