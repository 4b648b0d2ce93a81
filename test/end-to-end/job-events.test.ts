import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { ShareServiceClient, StorageSharedKeyCredential } from '@azure/storage-file-share';
import { QueueServiceClient } from '@azure/storage-queue';
import { expect, it, onTestFinished, vi } from 'vitest';
import { developmentAccount } from '../../local/storage/development-account.ts';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';

const spec = { containers: [{ name: 'scorer', image: 'slipway/sentiment:1', cpu: 0.5, memoryGb: 0.5 }] };
const catalog = {
  jobs: {
    mail: { spec, triggers: { texts: { kind: 'queue', queue: 'texts', input: { text: '{body.title}' } } } },
    sums: {
      spec: {
        containers: [
          {
            name: 'main',
            image: 'demo/shell:1',
            command: ['sh', '-c', 'echo "{\\"sum\\": $(cat numbers/one)}" > numbers/sum.json'],
            cpu: 0.5,
            memoryGb: 0.5,
            mounts: [{ volume: 'numbers', path: '/numbers' }],
          },
        ],
        volumes: [{ name: 'numbers', azureFile: { account: 'store', share: 'numbers', key: 'STORE' } }],
        output: { kind: 'file', volume: 'numbers', path: 'sum.json' },
      },
    },
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

const images = { 'demo/shell:1': { command: ['sh'] } };

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

it('a container finds a share of Azure Files, and a file of it is the output of its job', async () => {
  vi.stubEnv('SLIPWAY_SECRET_STORE', developmentAccount.key);
  onTestFinished(() => void vi.unstubAllEnvs());
  const directory = dataFolder({ catalog, images });
  const cloud = new CloudProcess(directory, ['--catalog', join(directory, 'my-catalog.json')]);
  const [, origin] =
    /FileEndpoint=(.*?)\/devstoreaccount1/.exec(String((await cloud.hears('ready')).storage)) ?? [];
  const credential = new StorageSharedKeyCredential('store', developmentAccount.key);
  const share = new ShareServiceClient(`${origin}/store`, credential).getShareClient('numbers');
  await share.create();
  await share.rootDirectoryClient.getFileClient('one').uploadData(Buffer.from('1'));

  const { body } = await cloud.api('POST', 'jobs', { job: 'sums' });
  expect(await jobEnded(cloud, String(body.id))).toMatchObject({ status: 'succeeded', output: { sum: 1 } });
});
