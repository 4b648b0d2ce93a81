import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { costCommand } from '../../../local/cost/cost-command.ts';

const histories: Record<string, object> = {
  'job-1': {
    historyEvents: [{ EventType: 'ExecutionStarted' }, { EventType: 'TaskCompleted' }],
    output: null,
  },
  'job-1-container': {
    historyEvents: [{ EventType: 'TaskCompleted' }],
    output: { usage: { vcpuSeconds: 3_600, memoryGbSeconds: 0 } },
  },
};

/** An app with one run, which wants a key. */
async function startApp(): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answer = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.headers['x-functions-key'] !== 'master') return answer(401, {});
    if (pathname === '/api/runs/job-1') return answer(200, { kind: 'job' });
    if (pathname.endsWith('/instances'))
      return answer(
        200,
        Object.keys(histories).map((instanceId) => ({ instanceId })),
      );
    const found = histories[pathname.split('/').at(-1) ?? ''];
    return found ? answer(200, found) : answer(404, {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function cost(...args: string[]) {
  const out: string[] = [];
  const error: string[] = [];
  const code = await costCommand(
    args,
    {},
    { out: (line) => out.push(line), error: (line) => error.push(line) },
  );
  return { code, out: out.join('\n'), error: error.join('\n') };
}

test('tells line by line what a run has cost', async () => {
  const { code, out } = await cost('job-1', '--url', await startApp(), '--key', 'master');
  expect(code).toBe(0);
  expect(out).toMatch(/^containers, vCPU +3600 seconds +0\.0486000$/m);
  expect(out).toMatch(/^functions, calls +5 calls/m);
  expect(out).toMatch(/^total +0\.048\d+ USD$/m);
});

test.each([
  ['a run that is not there', ['job-2', '--key', 'master'], 1, 'no run "job-2"'],
  ['a missing key', ['job-1'], 1, '--key KEY'],
  ['no run', [], 2, 'Usage: npm run cost'],
  ['an unknown option', ['job-1', '--fast'], 2, 'Usage: npm run cost'],
])('says what to do about %s', async (_, args, code, text) => {
  const told = await cost(...args, ...(args.includes('--fast') ? [] : ['--url', await startApp()]));
  expect(told).toMatchObject({ code, error: expect.stringContaining(text) });
});

test('says so where nothing answers', async () => {
  expect(await cost('job-1', '--url', 'http://127.0.0.1:1')).toMatchObject({
    code: 1,
    error: expect.stringContaining('Nothing answers'),
  });
});
