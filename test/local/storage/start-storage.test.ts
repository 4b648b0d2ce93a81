import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type StorageOptions, startStorage } from '../../../local/storage/start-storage.ts';
import { startStorageProcess } from './start-storage-process.ts';

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'slipway-storage-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function startedStorage(options: Partial<StorageOptions> = {}) {
  const storage = await startStorage({ port: 0, ...options });
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await storage.stop();
  };
  onTestFinished(stop);
  return { ...storage, stop, client: BlobServiceClient.fromConnectionString(storage.connectionString) };
}

async function storageProcess(directory: string) {
  const { child, connectionString } = await startStorageProcess(directory, 'blob');
  return { child, connectionString, client: BlobServiceClient.fromConnectionString(connectionString) };
}

async function textOf(client: BlobServiceClient, container: string, name: string): Promise<string> {
  return (await client.getContainerClient(container).getBlobClient(name).downloadToBuffer()).toString();
}

describe('the storage', () => {
  test('starts without a warning of what its libraries still use', async () => {
    // On Node 20 the warning is one of those to come.
    const options = ['--pending-deprecation'];
    const { child, complaints } = await startStorageProcess(await temporaryDirectory(), 'blob', options);
    child.kill();
    await once(child, 'close');
    expect(complaints()).toBe('');
  });

  test('leaves the connection open on which it was asked for a blob that is not there', async () => {
    const { origin } = await startedStorage();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const ask = async (): Promise<ClientRequest> => {
      const asked = request(`${origin}/devstoreaccount1/none/none.txt`, { method: 'HEAD', agent }).end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      await once(answer.resume(), 'end');
      return asked;
    };
    await ask();
    expect((await ask()).reusedSocket).toBe(true);
  });

  test('keeps what it acknowledged when it is killed right after the answer', async () => {
    const directory = await temporaryDirectory();
    const first = await storageProcess(directory);
    const container = first.client.getContainerClient('site-blog');
    await container.create();
    await container.getBlockBlobClient('early.html').upload('early', 5, {
      blobHTTPHeaders: { blobContentType: 'text/html', blobCacheControl: 'public, max-age=300' },
      metadata: { release: 'one' },
    });
    await container.getBlockBlobClient('gone.html').upload('gone', 4);
    await container.deleteBlob('gone.html');
    await container.getBlockBlobClient('early.html').setMetadata({ release: 'two' });
    await container.getBlockBlobClient('index.html').upload('<h1>kept</h1>', 13);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await startedStorage({ directory });
    const names: string[] = [];
    for await (const blob of second.client.getContainerClient('site-blog').listBlobsFlat())
      names.push(blob.name);
    expect(names).toEqual(['early.html', 'index.html']);
    expect(await textOf(second.client, 'site-blog', 'index.html')).toBe('<h1>kept</h1>');
    const early = await second.client
      .getContainerClient('site-blog')
      .getBlobClient('early.html')
      .getProperties();
    expect(early).toMatchObject({
      contentType: 'text/html',
      cacheControl: 'public, max-age=300',
      metadata: { release: 'two' },
    });
    expect(Buffer.from(early.contentMD5 ?? []).toString('hex')).toHaveLength(32);
  });

  test('keeps every acknowledged upload of many when it is killed in the midst of them', async () => {
    const directory = await temporaryDirectory();
    const first = await storageProcess(directory);
    const container = BlobServiceClient.fromConnectionString(first.connectionString, {
      retryOptions: { maxTries: 1 },
    }).getContainerClient('releases-blog');
    await container.create();
    const acknowledged: number[] = [];
    let next = 0;
    const upload = async (): Promise<void> => {
      while (acknowledged.length < 80) {
        const n = next++;
        await container.getBlockBlobClient(`objects/${n}`).upload(`content ${n}`, `content ${n}`.length);
        acknowledged.push(n);
      }
      first.child.kill('SIGKILL');
    };
    await Promise.allSettled(Array.from({ length: 16 }, upload));
    if (first.child.exitCode === null && first.child.signalCode === null) await once(first.child, 'exit');

    const second = await startedStorage({ directory });
    for (const n of acknowledged) {
      expect(await textOf(second.client, 'releases-blog', `objects/${n}`)).toBe(`content ${n}`);
    }
  });

  test('keeps every one of many concurrent uploads, and conditions hold after a restart', async () => {
    const directory = await temporaryDirectory();
    const first = await startedStorage({ directory });
    const container = first.client.getContainerClient('releases-blog');
    await container.create();
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        container.getBlockBlobClient(`objects/${n}`).upload(`${n}`, `${n}`.length),
      ),
    );
    const { etag } = await container.getBlobClient('objects/7').getProperties();
    await first.stop();

    const second = await startedStorage({ directory });
    const again = second.client.getContainerClient('releases-blog');
    const texts = await Promise.all(
      Array.from({ length: 60 }, (_, n) => textOf(second.client, 'releases-blog', `objects/${n}`)),
    );
    expect(texts).toEqual(Array.from({ length: 60 }, (_, n) => `${n}`));
    const seven = again.getBlockBlobClient('objects/7');
    await expect(seven.upload('x', 1, { conditions: { ifNoneMatch: '*' } })).rejects.toMatchObject({
      statusCode: 409,
    });
    await expect(seven.upload('x', 1, { conditions: { ifMatch: '"0x1"' } })).rejects.toMatchObject({
      statusCode: 412,
    });
    await seven.upload('x', 1, { conditions: { ifMatch: etag ?? '' } });
    await expect(again.create()).rejects.toMatchObject({ code: 'ContainerAlreadyExists' });
  });

  test('keeps the static website settings', async () => {
    const directory = await temporaryDirectory();
    const first = await startedStorage({ directory });
    await first.client.setProperties({ staticWebsite: { enabled: true, indexDocument: 'index.html' } });
    await first.client.setProperties({ staticWebsite: { enabled: true, indexDocument: 'home.html' } });
    await first.stop();
    const second = await startedStorage({ directory });
    expect((await second.client.getProperties()).staticWebsite).toMatchObject({ indexDocument: 'home.html' });
  });

  test('forgets everything when it lives in memory', async () => {
    const first = await startedStorage();
    await first.client.createContainer('site-blog');
    await first.stop();
    const second = await startedStorage();
    expect(await second.client.getContainerClient('site-blog').exists()).toBe(false);
  });

  test('says which port is taken, and leaves the other owner alone', async () => {
    const owner = await startedStorage();
    const directory = await temporaryDirectory();
    const error = await startStorage({ port: owner.port, directory }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'EADDRINUSE', message: expect.stringContaining(`${owner.port}`) });
    expect(await owner.client.getContainerClient('none').exists()).toBe(false);
    await startedStorage({ directory });
  });
});

test.each([
  ['blob', '?comp=list'],
  ['queue', '?comp=list'],
  ['table', '/Tables'],
] as const)(
  'the %s service takes versions of the protocol that are newer than Azurite',
  async (service, path) => {
    const storage = await startStorage({ service, port: 0 });
    onTestFinished(() => storage.stop());
    const answer = await fetch(`${storage.origin}/devstoreaccount1${path}`, {
      headers: { 'x-ms-version': '2099-12-31', accept: 'application/json' },
    });
    // Not signed; a version that is refused would be a 400.
    expect(answer.status).toBe(403);
  },
);
