/** `npm run dev`: the local cloud, built again and restarted whenever a source file changes. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithParent } from './end-with-parent.mjs';
import { prepare } from './prepare.mjs';

prepare();
endWithParent();
const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
// Each in a group of its own: the compiler is a script that waits for another program, which no signal to the script would end.
const start = (args) => spawn(process.execPath, args, { stdio: 'inherit', detached: true });
const children = [
  start([compiler, '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput']),
  start(['--watch-path=dist', '--watch-preserve-output', 'dist/local/main.js', ...process.argv.slice(2)]),
];
const end = () => {
  for (const { pid } of children) {
    try {
      process.kill(-pid, 'SIGTERM');
    } catch {
      // All of them have ended.
    }
  }
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
for (const child of children) child.on('exit', end);
