import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { createSampleRepository } from '../../../local/github/create-sample-repository.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'slipway-github-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

/** Runs git as a person without any configuration of their own, or with that of GIT_CONFIG_GLOBAL; answers what they see. */
export async function git(directory: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await run('git', ['-C', directory, ...args], {
    env: { GIT_CONFIG_GLOBAL: os.devNull, ...process.env, HOME: os.devNull, GIT_CONFIG_NOSYSTEM: '1' },
  });
  return `${stdout}${stderr}`.trim();
}

/** The hook's program, compiled because Node 20 does not read TypeScript. */
export async function compiledDeliverPush(): Promise<string> {
  const outfile = path.join(await temporaryDirectory(), 'deliver-push.mjs');
  await build({
    entryPoints: [path.join(root, 'local/github/deliver-push.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return outfile;
}

export async function sampleRepository(deliverProgram?: string) {
  const directory = await temporaryDirectory();
  const from = path.join(await temporaryDirectory(), 'site');
  await run('mkdir', [from]);
  await writeFile(path.join(from, 'config.yaml'), 'title: Test\n');
  const settingsFile = path.join(directory, 'webhook.json');
  const options = {
    directory: path.join(directory, 'repositories'),
    from,
    branch: 'main',
    fullName: 'slipway-samples/blog',
    cloneUrl: 'https://github.com/slipway-samples/blog.git',
    settingsFile,
    ...(deliverProgram ? { deliverProgram } : {}),
  };
  return { ...(await createSampleRepository(options)), options, settingsFile };
}

/** Changes a file in a working copy and commits it; answers the commit's sha. */
export async function commitChange(workingCopy: string, file: string, text: string): Promise<string> {
  await writeFile(path.join(workingCopy, file), text);
  await git(workingCopy, 'add', '--all');
  await git(workingCopy, 'commit', '--quiet', '--message', `Change ${file}`);
  return git(workingCopy, 'rev-parse', 'HEAD');
}

export type Webhook = { headers: http.IncomingHttpHeaders; text: string };

/** An app's webhook that answers as told. */
export async function webhookServer(status = 202, answer: object = {}) {
  const received: Webhook[] = [];
  const server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push({ headers: request.headers, text });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/webhooks/github`, received };
}
