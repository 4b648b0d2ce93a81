import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const lock = new URL('../../scripts/checkout-lock.mjs', import.meta.url).href;

async function tempDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'checkout-lock-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** What a process notes in the test's file while it holds the lock; between its two lines it lets others run. */
const work = `
  import { appendFileSync } from 'node:fs';
  import { takeLock } from '${lock}';
  const [file, notes, ending] = process.argv.slice(2);
  const giveBack = takeLock(file, (text) => console.log(text));
  appendFileSync(notes, process.pid + ' begins\\n');
  console.log('has it');
  if (ending === 'stay') setInterval(() => {}, 1000);
  else {
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(notes, process.pid + ' ends\\n');
    if (ending === 'give back') giveBack();
  }`;

type Worker = { child: ChildProcess; exit: Promise<number | null>; says(text: string): Promise<void> };

async function start(directory: string, ending: 'give back' | 'end' | 'stay'): Promise<Worker> {
  const program = join(directory, 'work.mjs');
  await writeFile(program, work);
  const args = [program, join(directory, 'lock'), join(directory, 'notes'), ending];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  return {
    child,
    exit: new Promise((resolve) => child.on('close', resolve)),
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (out.includes(text)) resolve();
        };
        child.stdout?.on('data', look);
        child.on('close', () => reject(new Error(`ended without saying "${text}": ${out}`)));
        look();
      }),
  };
}

const notesOf = async (directory: string): Promise<string[]> =>
  (await readFile(join(directory, 'notes'), 'utf8')).trim().split('\n');

test('of many processes one at a time has the lock, and nothing is left of it', async () => {
  const directory = await tempDirectory();
  const workers = await Promise.all(
    Array.from({ length: 5 }, (_, index) => start(directory, index % 2 === 0 ? 'give back' : 'end')),
  );
  expect(await Promise.all(workers.map(({ exit }) => exit))).toEqual([0, 0, 0, 0, 0]);
  const notes = await notesOf(directory);
  for (let index = 0; index < notes.length; index += 2) {
    const pid = notes[index]?.split(' ')[0];
    expect(notes.slice(index, index + 2)).toEqual([`${pid} begins`, `${pid} ends`]);
  }
  expect(notes).toHaveLength(10);
  expect((await readdir(directory)).sort()).toEqual(['notes', 'work.mjs']);
});

test('who waits says for whom, and goes on when that one was killed', async () => {
  const directory = await tempDirectory();
  const first = await start(directory, 'stay');
  await first.says('has it');
  const second = await start(directory, 'give back');
  await second.says(`Process ${first.child.pid} is installing or building here; waiting for it to end ...`);
  first.child.kill('SIGKILL');
  expect(await second.exit).toBe(0);
  expect(await notesOf(directory)).toEqual([
    `${first.child.pid} begins`,
    `${second.child.pid} begins`,
    `${second.child.pid} ends`,
  ]);
});

test.each([['4194304999'], ['nobody'], ['']])('a lock whose owner is %j is stale', async (owner) => {
  const directory = await tempDirectory();
  await writeFile(join(directory, 'lock'), owner);
  expect(await (await start(directory, 'give back')).exit).toBe(0);
});
