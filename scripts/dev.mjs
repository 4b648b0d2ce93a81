/** `npm run dev`: the local cloud, built again and restarted whenever a source file changes. */
import { spawn } from 'node:child_process';
import { prepare } from './prepare.mjs';

prepare();
const start = (command, args) => spawn(command, args, { stdio: 'inherit', detached: false });
const children = [
  start('npx', ['tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput']),
  start(process.execPath, [
    '--watch-path=dist',
    '--watch-preserve-output',
    'dist/local/main.js',
    ...process.argv.slice(2),
  ]),
];
const end = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
for (const child of children) child.on('exit', end);
