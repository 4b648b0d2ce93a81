/**
 * Promotes a large site on the storage of the local cloud: one process is the storage, one the app, this one fills the store and
 * prints what the app's process measured of itself. See bench/README.md.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillStore } from './fill-store.ts';
import { inWords, type PromotionFigures } from './promotion-figures.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    'large-mb': { type: 'string', default: '2048' },
  },
});

const directory = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
const children: ChildProcess[] = [];

/** Starts a program of this folder and resolves with the first message that it sends. */
async function child<Message>(name: string, ...args: string[]): Promise<Message> {
  const started = fork(fileURLToPath(new URL(`child/${name}`, import.meta.url)), args);
  children.push(started);
  const ended = once(started, 'exit').then(([code]) => {
    throw new Error(`${name} ended with ${code}`);
  });
  const [message] = await Promise.race([once(started, 'message'), ended]);
  return message as Message;
}

async function measure(release: string, connectionString: string): Promise<void> {
  const figures = await child<PromotionFigures>('promote.mjs', connectionString, release);
  process.stdout.write(`${inWords(release, figures)}\n`);
}

try {
  const connectionString = await child<string>('storage.mjs', directory);
  const files = Number(values.files);
  const largeBytes = Number(values['large-mb']) * 1024 * 1024;
  await fillStore(connectionString, { release: 'large-file', files: 1, largeBytes });
  await measure('large-file', connectionString);
  await fillStore(connectionString, { release: 'many-files', files, largeBytes: 0 });
  await measure('many-files', connectionString);
  await fillStore(connectionString, { release: 'same-files', files, largeBytes: 0 });
  await measure('same-files', connectionString);
} finally {
  for (const each of children) each.kill();
  await rm(directory, { recursive: true, force: true });
}
