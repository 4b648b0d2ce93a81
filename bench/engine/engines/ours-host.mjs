/** Our host as users run it: the command of `npm run host`, a process of its own, state on disk, asked over HTTP. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { functionsApp } from './functions-app.mjs';

const command = fileURLToPath(new URL('../../../dist/local/functions/host-command.js', import.meta.url));
const app = fileURLToPath(new URL('../app', import.meta.url));

export async function open({ dataDirectory }) {
  const startedAtMs = Date.now();
  const logFile = join(dataDirectory, 'host.log');
  const host = spawn(process.execPath, [command, app, '--port', '0', '--data', dataDirectory], {
    stdio: ['ignore', 'pipe', openSync(logFile, 'a')],
    env: { ...process.env, BENCH_NOTES: join(dataDirectory, 'notes.txt') },
  });
  const exited = once(host, 'exit');
  const origin = await new Promise((resolve, reject) => {
    createInterface({ input: host.stdout }).on('line', (line) => {
      if (line.startsWith('Ready: ')) resolve(line.slice('Ready: '.length));
    });
    void exited.then(([code]) =>
      reject(new Error(`The host ended with code ${code}:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`)),
    );
  });
  const readyAtMs = Date.now();
  const functions = functionsApp(origin);
  const end = async (signal) => {
    functions.http.close();
    host.kill(signal);
    await exited;
  };
  return {
    ...functions,
    origin,
    processId: host.pid,
    startedAtMs,
    readyAtMs,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
