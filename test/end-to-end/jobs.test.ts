import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';

const sh = (script: string) => ({ command: ['/bin/sh', '-c', script] });

const node = (script: string) => ({ command: [process.execPath, '--input-type=module', '-e', script] });

const images = {
  'demo/steps:1': sh('echo one; sleep 1.2; echo two; sleep 0.5; echo "{\\"got\\": $SLIPWAY_INPUT}"'),
  'demo/fetch:1': sh('echo 41 > work/number'),
  'demo/add:1': sh('echo "{\\"sum\\": $(($(cat work/number) + 1))}"'),
  'demo/helper:1': sh('sleep 60'),
  'demo/echo:1': sh('echo "$SLIPWAY_INPUT $MODE"; echo "$SLIPWAY_INPUT"'),
  'demo/flaky:1': sh('[ "$SLIPWAY_ATTEMPT" = 2 ] || exit 75; echo 2'),
  'demo/fails:1': sh('echo no; exit 3'),
  'demo/posts:1': node(`
    const { SLIPWAY_CALLBACK_URL: url, SLIPWAY_CALLBACK_TOKEN: token } = process.env;
    const body = JSON.stringify({ kind: 'ended', exitCode: 0, result: { posted: true } });
    await fetch(url, { method: 'POST', body, headers: { authorization: 'Bearer ' + token } });
    setTimeout(() => {}, 60_000);
  `),
  'demo/length:1': node(`
    const { SLIPWAY_INPUT_URL: url, SLIPWAY_CALLBACK_TOKEN: token } = process.env;
    const response = await fetch(url, { headers: { authorization: 'Bearer ' + token } });
    console.log((await response.json()).length);
  `),
};

let cloud: CloudProcess;

/** A hook that is registered inside another one is never called. */
const atEnd: Array<() => Promise<void> | void> = [];
const end = (action: () => Promise<void> | void): void => void atEnd.push(action);
afterAll(async () => {
  for (const action of atEnd.reverse()) await action();
});

beforeAll(async () => {
  const directory = dataFolder({ images, catalog: { jobs: { steps: { spec: one('demo/steps:1') } } } }, end);
  const catalog = `${directory}/my-catalog.json`;
  cloud = new CloudProcess(directory, ['--catalog', catalog], end);
  await cloud.hears('ready');
});

afterAll(async () => {
  await cloud.containerGroupsAreGone();
});

function one(image: string, more: object = {}): object {
  return { containers: [{ name: 'main', image }], ...more };
}

async function started(body: object): Promise<string> {
  const answer = await cloud.api('POST', 'jobs', body);
  expect(answer).toMatchObject({ status: 202, body: { kind: 'job' } });
  return answer.body.id as string;
}

/** How a run ended. Its log is followed, which ends with it. */
async function ended(id: string): Promise<{ run: Record<string, unknown>; log: string }> {
  const response = await fetch(`${await cloud.origin()}/api/runs/${id}/logs?follow=1`);
  const log = await response.text();
  let run = (await cloud.api('GET', `runs/${id}`)).body;
  while (run.status === 'running') run = (await cloud.api('GET', `runs/${id}`)).body;
  return { run, log };
}

describe('a job on the local cloud', () => {
  it('is followed line by line to its end', async () => {
    const id = await started({ job: 'steps', input: { text: 'grün' } });
    const response = await fetch(`${await cloud.origin()}/api/runs/${id}/logs?follow=1`);
    const pieces: string[] = [];
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) pieces.push(decoder.decode(piece));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe('one\ntwo\n{"got": {"text":"grün"}}\n');
    expect((await ended(id)).run).toMatchObject({
      job: 'steps',
      status: 'succeeded',
      end: { kind: 'succeeded' },
      containers: [{ name: 'main', state: 'terminated', exitCode: 0, restartCount: 0 }],
      output: { got: { text: 'grün' } },
      attempts: 1,
    });
  });

  it('has several containers with a volume, and ends without its helper', async () => {
    const mounts = [{ volume: 'shared', path: '/work' }];
    const spec = {
      initContainers: [{ name: 'fetch', image: 'demo/fetch:1', mounts }],
      containers: [
        { name: 'add', image: 'demo/add:1', mounts },
        { name: 'helper', image: 'demo/helper:1', essential: false },
      ],
      volumes: [{ name: 'shared', emptyDir: {} }],
    };
    const { run, log } = await ended(await started({ spec }));
    expect(run).toMatchObject({ status: 'succeeded', output: { sum: 42 } });
    expect(run.containers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'fetch', exitCode: 0 }),
        expect.objectContaining({ name: 'add', exitCode: 0 }),
      ]),
    );
    expect(log).toBe('==> add (attempt 1) <==\n{"sum": 42}\n');
  });

  it('is tried again for the exit codes that it names, and for no others', async () => {
    const retries = { exitCodes: [75], backoffSeconds: 0 };
    const [flaky, fails] = await Promise.all([
      started({ spec: one('demo/flaky:1', { retries }) }).then(ended),
      started({ spec: one('demo/fails:1', { retries }) }).then(ended),
    ]);
    expect(flaky.run).toMatchObject({ status: 'succeeded', attempts: 2, output: 2 });
    expect(fails.run).toMatchObject({
      status: 'failed',
      attempts: 1,
      end: { kind: 'failed', container: 'main', exitCode: 3 },
    });
    expect(fails.log).toBe('no\n');
  });

  it('reads a large input, and is done when it posts its end', async () => {
    const [length, posts] = await Promise.all([
      started({ spec: one('demo/length:1'), input: 'x'.repeat(100_000) }).then(ended),
      started({ spec: one('demo/posts:1') }).then(ended),
    ]);
    expect(length.run).toMatchObject({ status: 'succeeded', output: 100_000 });
    expect(posts.run).toMatchObject({ status: 'succeeded', output: { posted: true } });
  });

  it('is run again with another input and other variables', async () => {
    const first = await started({ spec: one('demo/echo:1'), input: 1, environment: { MODE: 'slow' } });
    const again = await cloud.api('POST', `runs/${first}/rerun`, { input: 2, environment: { MODE: 'fast' } });
    const [before, after] = await Promise.all([ended(first), ended(again.body.id as string)]);
    expect(before).toMatchObject({ log: '1 slow\n1\n', run: { output: 1 } });
    expect(after).toMatchObject({ log: '2 fast\n2\n', run: { output: 2, cause: 'rerun', rerunOf: first } });
  });

  it('ends when somebody cancels it', async () => {
    const id = await started({ spec: one('demo/helper:1') });
    expect((await cloud.api('POST', `runs/${id}/cancel`, { reason: 'wrong one' })).status).toBe(202);
    expect((await ended(id)).run).toMatchObject({
      status: 'cancelled',
      message: 'wrong one',
      end: { kind: 'cancelled' },
    });
  });
});
