/** Bundles the build container's program to the one file that its image and the local cloud run. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

await build({
  entryPoints: ['hugo-image/build-site/main.ts'],
  outfile: 'dist/hugo-image/build-site.mjs',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Every build waits for this file to be read; its stack traces are for us, and keep their names.
  minify: true,
  keepNames: true,
  // Some dependencies are CommonJS and call require for Node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'warning',
});
