import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShareFileClient, ShareServiceClient, StorageSharedKeyCredential } from '@azure/storage-file-share';
import { expect, onTestFinished, test } from 'vitest';
import { developmentAccount } from '../../../local/storage/development-account.ts';
import { startFiles } from '../../../local/storage/files/start-files.ts';

async function startTestFiles() {
  const directory = await mkdtemp(join(tmpdir(), 'files-'));
  const files = await startFiles({ port: 0, directory });
  onTestFinished(async () => {
    await files.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const { name, key } = developmentAccount;
  const service = ShareServiceClient.fromConnectionString(
    `DefaultEndpointsProtocol=http;AccountName=${name};AccountKey=${key};${files.endpoint}`,
  );
  return { ...files, service, folder: join(directory, name) };
}

async function withShare() {
  const files = await startTestFiles();
  const share = files.service.getShareClient('photos');
  await share.create();
  return { ...files, share };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const listed: Item[] = [];
  for await (const item of items) listed.push(item);
  return listed;
}

test('makes shares, which are folders, lists and removes them', async () => {
  const { service, share } = await withShare();
  await expect(share.create()).rejects.toMatchObject({ statusCode: 409, code: 'ShareAlreadyExists' });
  await expect(service.getShareClient('A').create()).rejects.toMatchObject({ code: 'InvalidResourceName' });
  expect(await share.exists()).toBe(true);
  expect((await all(service.listShares())).map(({ name }) => name)).toEqual(['photos']);
  await share.delete();
  expect(await share.exists()).toBe(false);
});

test('keeps the content of a file as a container of the share finds it', async () => {
  const { share, folder } = await withShare();
  const directory = share.getDirectoryClient('in & out');
  await directory.create();
  const file = directory.getFileClient('text 1.txt');
  const content = Buffer.from('grüße <&>\n'.repeat(1_000));
  await file.uploadData(content);
  expect(await readFile(join(folder, 'photos', 'in & out', 'text 1.txt'))).toEqual(content);
  expect(await file.downloadToBuffer()).toEqual(content);
  expect((await file.getProperties()).contentLength).toBe(content.length);

  const part = await file.download(2, 3);
  expect(part.contentLength).toBe(3);
  await file.uploadRange('xyz', 2, 3);
  expect((await file.downloadToBuffer(0, 6)).subarray(2, 5).toString()).toBe('xyz');
  await file.clearRange(0, 2);
  expect((await file.downloadToBuffer(0, 4)).subarray(0, 2)).toEqual(Buffer.alloc(2));
  await file.delete();
  expect(await file.exists()).toBe(false);
});

test('keeps an empty file', async () => {
  const { share } = await withShare();
  const file = share.rootDirectoryClient.getFileClient('empty');
  await file.create(0);
  const { contentLength, readableStreamBody } = await file.download();
  expect(contentLength).toBe(0);
  expect(readableStreamBody && (await all(readableStreamBody))).toEqual([]);
});

test('lists a directory by name, in pages, with a prefix', async () => {
  const { share } = await withShare();
  const root = share.rootDirectoryClient;
  for (const name of ['b', 'a', 'ab']) await root.getFileClient(name).create(name.length);
  await root.getDirectoryClient('c').create();
  const entries = await all(root.listFilesAndDirectories());
  expect(entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'file a',
    'file ab',
    'file b',
    'directory c',
  ]);
  expect(entries.find(({ name }) => name === 'ab')).toMatchObject({ properties: { contentLength: 2 } });
  const pages = await all(root.listFilesAndDirectories().byPage({ maxPageSize: 3 }));
  expect(pages.map(({ segment }) => segment.fileItems.length + segment.directoryItems.length)).toEqual([
    3, 1,
  ]);
  expect((await all(root.listFilesAndDirectories({ prefix: 'a' }))).map(({ name }) => name)).toEqual([
    'a',
    'ab',
  ]);
});

test('refuses what is not there, is there already, or is in use, with the codes of the service', async () => {
  const { service, share } = await withShare();
  const missing = service.getShareClient('missing').getDirectoryClient('a');
  await expect(missing.create()).rejects.toMatchObject({ statusCode: 404, code: 'ShareNotFound' });
  const directory = share.getDirectoryClient('a');
  await expect(directory.getFileClient('b').create(1)).rejects.toMatchObject({ code: 'ParentNotFound' });
  await expect(directory.getProperties()).rejects.toMatchObject({ code: 'ResourceNotFound' });
  await directory.create();
  await expect(directory.create()).rejects.toMatchObject({ code: 'ResourceAlreadyExists' });
  const file = directory.getFileClient('b');
  await expect(file.download()).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' });
  await file.create(1);
  await expect(directory.delete()).rejects.toMatchObject({ code: 'DirectoryNotEmpty' });
  await expect(file.uploadRange('ab', 0, 2)).rejects.toMatchObject({ statusCode: 416, code: 'InvalidRange' });
  await expect(file.download(5)).rejects.toMatchObject({ statusCode: 416 });
});

test('leads nobody out of a share', async () => {
  const { share } = await withShare();
  const credential = new StorageSharedKeyCredential(developmentAccount.name, developmentAccount.key);
  const out = new ShareFileClient(`${share.url}/%2e%2e%2fpasswd`, credential);
  await expect(out.create(1)).rejects.toMatchObject({ statusCode: 400, code: 'InvalidResourceName' });
});

test('refuses who does not have the key of the account', async () => {
  const { origin } = await startTestFiles();
  const { name } = developmentAccount;
  const wrong = new StorageSharedKeyCredential(name, Buffer.from('wrong').toString('base64'));
  const service = new ShareServiceClient(`${origin}/${name}`, wrong, { retryOptions: { maxTries: 1 } });
  await expect(service.getShareClient('photos').create()).rejects.toMatchObject({
    statusCode: 403,
    code: 'AuthenticationFailed',
  });
});
