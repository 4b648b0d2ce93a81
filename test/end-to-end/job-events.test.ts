import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { expect, it } from 'vitest';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';

const spec = { containers: [{ name: 'scorer', image: 'slipway/sentiment:1', cpu: 0.5, memoryGb: 0.5 }] };
const catalog = {
  jobs: {
    mail: { spec, triggers: { texts: { kind: 'queue', queue: 'texts', input: { text: '{body.title}' } } } },
    files: {
      spec,
      triggers: {
        uploads: {
          kind: 'blob',
          container: 'uploads',
          suffix: '.txt',
          input: { text: 'a good file: {name}' },
        },
      },
    },
  },
};

/** The first run of a job. */
async function runOf(cloud: CloudProcess, job: string): Promise<string> {
  for (;;) {
    const { body } = await cloud.api('GET', `runs?kind=job&job=${job}`);
    const [run] = body.runs as Array<{ id: string }>;
    if (run) return run.id;
  }
}

async function jobEnded(cloud: CloudProcess, id: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { body } = await cloud.api('GET', `runs/${id}`);
    if (body.endedAt) return body;
  }
}

it('a message and a blob start the jobs that wait for them, in a catalog without a site', async () => {
  const directory = dataFolder({ catalog });
  const cloud = new CloudProcess(directory, ['--catalog', join(directory, 'my-catalog.json')]);
  const account = String((await cloud.hears('ready')).storage);

  const queue = QueueServiceClient.fromConnectionString(account).getQueueClient('texts');
  await queue.sendMessage(Buffer.from(JSON.stringify({ title: 'What a terrible day' })).toString('base64'));
  const container = BlobServiceClient.fromConnectionString(account).getContainerClient('uploads');
  await container.create();
  await container.getBlockBlobClient('2026/one.txt').upload('x', 1);
  await container.getBlockBlobClient('2026/two.csv').upload('x', 1);

  const ended = await Promise.all(
    ['mail', 'files'].map(async (job) => jobEnded(cloud, await runOf(cloud, job))),
  );
  expect(ended).toMatchObject([
    { job: 'mail', status: 'succeeded', output: { label: 'negative' } },
    { job: 'files', status: 'succeeded', output: { label: 'positive' } },
  ]);
  await queue.sendMessage(Buffer.from(JSON.stringify({ subject: 'no title' })).toString('base64'));
  for (;;) {
    const { body } = await cloud.api('GET', 'rejected-events');
    const events = body.events as Array<{ reason: string }>;
    if (events.length === 0) continue;
    expect(events).toMatchObject([{ job: 'mail', trigger: 'texts' }]);
    break;
  }
  await cloud.containerGroupsAreGone();
});
