import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { git } from './cloud-process.ts';

/** Writes files into the sample site's working copy, commits and pushes them; the commit's sha. */
export async function push(directory: string, files: Record<string, string>): Promise<string> {
  const workingCopy = join(directory, 'git', 'blog');
  writeFiles(workingCopy, files);
  await git(workingCopy, 'add', '.');
  await git(workingCopy, 'commit', '-qm', `Write ${Object.keys(files)[0]}`);
  await git(workingCopy, 'push', '-q');
  return (await git(workingCopy, 'rev-parse', 'HEAD')).trim();
}

/** Makes a commit the head of the sample site's branch, of which nobody tells; its sha. */
export async function commitUnheard(directory: string): Promise<string> {
  const workingCopy = join(directory, 'git', 'blog');
  await git(workingCopy, 'commit', '-qm', 'Nobody tells of this one', '--allow-empty');
  // A push would tell; a fetch from the other side does not.
  const bare = (await git(workingCopy, 'remote', 'get-url', 'origin')).trim();
  await git(bare, 'fetch', '-q', workingCopy, 'main:main');
  return (await git(workingCopy, 'rev-parse', 'HEAD')).trim();
}

/** Pushes the sample site, with these files more, as the first commit of a bare repository that nobody watches. */
export async function pushSampleSite(bare: string, files: Record<string, string> = {}): Promise<void> {
  const source = mkdtempSync(join(tmpdir(), 'slipway-test-site-'));
  onTestFinished(() => rmSync(source, { recursive: true, force: true }));
  cpSync(fileURLToPath(new URL('../../samples/site', import.meta.url)), source, { recursive: true });
  writeFiles(source, files);
  await git(source, 'init', '-q', '--initial-branch=main');
  await git(source, 'add', '.');
  await git(
    source,
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.com',
    'commit',
    '-qm',
    'Start the site',
  );
  await git(source, 'push', '-q', bare, 'main');
}

function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

export function post(title: string, text: string): string {
  return `---\ntitle: ${title}\ndate: 2026-01-01\n---\n${text}\n`;
}

export type Gate = {
  /** A shortcode template that asks the gate while Hugo builds. */
  shortcode: string;
  /** Resolves when so many builds stand before the gate. */
  reached(builds?: number): Promise<void>;
  /** How many stand there now. */
  waiting(): number;
  /** Lets every build through, from now on. */
  open(): void;
};

/** Holds a build in its middle until the test lets it go on: Hugo waits for an answer of this server. */
export async function gate(): Promise<Gate> {
  let isOpen = false;
  const waiting: ServerResponse[] = [];
  const listeners: Array<() => void> = [];
  const server = createServer((_, response) => {
    // Hugo wants to know what it gets.
    response.setHeader('content-type', 'text/plain');
    if (isOpen) response.end('open');
    else waiting.push(response);
    for (const listener of listeners.splice(0)) listener();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return {
    shortcode: `{{ with resources.GetRemote "http://127.0.0.1:${port}/gate" }}{{ .Content }}{{ end }}`,
    async reached(builds = 1) {
      while (waiting.length < builds) await new Promise<void>((resolve) => listeners.push(resolve));
    },
    waiting: () => waiting.length,
    open() {
      isOpen = true;
      for (const response of waiting.splice(0)) response.end('open');
    },
  };
}
