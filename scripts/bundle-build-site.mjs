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
  // Some dependencies are CommonJS and call require for Node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'warning',
});
