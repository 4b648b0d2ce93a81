import { afterAll, beforeAll, expect, test } from 'vitest';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';
import { describeOnEngine } from './test-engine.ts';

describeOnEngine('a job on real containers', ({ image }) => {
  const cloud = new CloudProcess(dataFolder({}, afterAll), ['--containers', 'engine'], afterAll);

  beforeAll(async () => {
    await cloud.hears('ready');
  });

  async function run(job: object): Promise<Record<string, unknown>> {
    const { status, body } = await cloud.api('POST', 'jobs', job);
    expect({ status, body }).toMatchObject({ status: 202 });
    for (;;) {
      const { body: view } = await cloud.api('GET', `runs/${body.id}`);
      if (view.endedAt) return view;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  test('of two containers works on what an init container left in their volume', async () => {
    const mounts = [{ volume: 'shared', path: '/shared' }];
    const script = (text: string) => ['sh', '-c', text];
    const ended = await run({
      spec: {
        initContainers: [{ name: 'fetch', image, command: script('echo 41 > /shared/number'), mounts }],
        containers: [
          { name: 'add', image, command: script('expr $(cat /shared/number) + 1 > /shared/sum'), mounts },
          {
            name: 'tell',
            image,
            command: script(
              'until [ -s /shared/sum ]; do sleep 0.05; done; echo "{\\"sum\\": $(cat /shared/sum)}"',
            ),
            mounts,
          },
        ],
        volumes: [{ name: 'shared', emptyDir: {} }],
        output: { kind: 'lastLine', container: 'tell' },
      },
    });
    expect(ended).toMatchObject({
      status: 'succeeded',
      output: { sum: 42 },
      containers: [
        { name: 'fetch', exitCode: 0 },
        { name: 'add', exitCode: 0 },
        { name: 'tell', exitCode: 0 },
      ],
    });
  });

  test("posts to the app's callback at the address that the app gave it", async () => {
    const post = `fetch(process.env.SLIPWAY_CALLBACK_URL, {
      method: 'POST',
      headers: { authorization: 'Bearer ' + process.env.SLIPWAY_CALLBACK_TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'ended', exitCode: 0, result: JSON.parse(process.env.SLIPWAY_INPUT) }),
    }).then((answer) => console.log(answer.status))`;
    const spec = { containers: [{ name: 'main', image, command: ['node', '-e', post] }] };
    expect(await run({ spec, input: { text: 'echo' } })).toMatchObject({
      status: 'succeeded',
      output: { text: 'echo' },
    });
  });

  test('of the sentiment sample runs the image that is built from its Dockerfile', async () => {
    const ended = await run({ job: 'sentiment', input: { text: 'What a wonderful day' } });
    expect(ended).toMatchObject({ status: 'succeeded', output: { label: 'positive' } });
  });
});
