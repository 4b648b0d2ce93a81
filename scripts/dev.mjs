/** `npm run dev`: the local cloud, built again and restarted whenever a source file changes. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithParent } from './end-with-parent.mjs';
import { prepare } from './prepare.mjs';

prepare();
endWithParent();
const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const start = (args) => spawn(process.execPath, args, { stdio: 'inherit', detached: false });
const children = [
  start([compiler, '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput']),
  start(['--watch-path=dist', '--watch-preserve-output', 'dist/local/main.js', ...process.argv.slice(2)]),
];
const end = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
for (const child of children) child.on('exit', end);
