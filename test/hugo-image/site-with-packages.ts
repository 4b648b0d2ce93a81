/** The least that Hugo builds. */
export const plain = { 'config.yaml': 'disableKinds: [taxonomy, term, RSS, sitemap]\n' };

/** A package of this repository, and the lock file for it. */
export const packages = {
  'package.json':
    '{"name":"site","version":"1.0.0","dependencies":{"tool":"file:tool"},"scripts":{"prepare":"touch ran"}}',
  'package-lock.json': JSON.stringify({
    name: 'site',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'site', version: '1.0.0', dependencies: { tool: 'file:tool' } },
      'node_modules/tool': { resolved: 'tool', link: true },
      tool: { version: '1.0.0', bin: { postcss: 'postcss.js' } },
    },
  }),
  'tool/package.json': '{"name":"tool","version":"1.0.0","bin":{"postcss":"postcss.js"}}',
  'tool/postcss.js':
    "#!/usr/bin/env node\nprocess.stdin.resume().on('end', () => console.log('from ' + process.cwd() + ', ' + require('node:fs').existsSync('ran')));\n",
};
/** A page that shows from where its styles were processed. */
export const styled = {
  ...plain,
  'assets/a.css': 'a{}',
  'layouts/index.html': '{{ (resources.Get "a.css" | postCSS).Content }}',
};
