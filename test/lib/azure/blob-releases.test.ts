import { createHash } from 'node:crypto';
import { ContainerClient } from '@azure/storage-blob';
import { describe, expect, test } from 'vitest';
import type { ReleaseFile } from '../../../contract/build.ts';
import type { Site } from '../../../contract/sites.ts';
import { blobReleases } from '../../../lib/azure/blob-releases.ts';
import type { StorageAccount } from '../../../lib/azure/storage-account.ts';
import { placeOf, targetOf } from '../../../lib/decide/sites/target-of.ts';
import { releaseContainer } from '../../../lib/ids.ts';
import { releasesContract } from '../../contracts/releases.ts';
import {
  blobNames,
  blobText,
  putBlob,
  putRelease,
  sha256,
  useBlobStorage,
} from '../../support/blob-storage.ts';
import { aFile, aManifest, aSite, type Manifest, manifestText } from '../../support/builders.ts';
import { FakeReleases } from '../../support/fakes/fake-releases.ts';

const storage = useBlobStorage();
const clock = { now: () => new Date() };

/** Each test has its own sites, because containers outlive tests. */
let sites = 0;
const newSite = () => aSite(`blog-${++sites}`);

/** Copies files of a site to where it is live. */
function copyLive(account: StorageAccount, site: Site, files: readonly ReleaseFile[]): Promise<void> {
  return blobReleases(account, clock).copyLive(
    site.name,
    placeOf(targetOf(site)),
    files,
    async () => undefined,
  );
}

function addManifest(account: StorageAccount, manifest: Manifest): Promise<void> {
  const { site, release } = manifest.header;
  return putBlob(account, releaseContainer(site), `manifests/${release}.ndjson`, manifestText(manifest));
}

async function clear(account: StorageAccount): Promise<void> {
  for await (const { name } of account.service().listContainers()) {
    for (const blob of await blobNames(account, name)) await account.container(name).deleteBlob(blob);
  }
}

releasesContract('blob storage', async () => {
  const account = storage.account();
  await clear(account);
  return {
    releases: blobReleases(account, clock),
    addManifest: (manifest) => addManifest(account, manifest),
    addReport: (site, runId, attempt, report) =>
      putBlob(account, releaseContainer(site), `reports/${runId}-${attempt}.json`, JSON.stringify(report)),
    liveNames: (container) => blobNames(account, container),
    stored: async (release, files) => (await putRelease(account, 'blog', release, files)).files,
  };
});

releasesContract('memory', async () => {
  const releases = new FakeReleases();
  return {
    releases,
    addManifest: async (manifest) => releases.addManifest(manifest),
    addReport: async (site, runId, attempt, report) => releases.addReport(site, runId, attempt, report),
    liveNames: async (container) => [...releases.filesOf(container).keys()],
    stored: async (release, files) => {
      const manifest = aManifest(release, files);
      releases.addManifest(manifest);
      return manifest.files;
    },
  };
});

describe('copying to the site', () => {
  test('writes each file with the headers of its manifest entry and its MD5', async () => {
    const account = storage.account();
    const site = newSite();
    const { files } = await putRelease(
      account,
      site.name,
      'one',
      { 'style.css': 'body{}' },
      {
        contentType: 'text/css; charset=utf-8',
        cacheControl: 'public, max-age=31536000, immutable',
        contentEncoding: 'br',
      },
    );
    await copyLive(account, site, files);
    const blob = account.container(site.container).getBlobClient('style.css');
    expect(await blob.getProperties()).toMatchObject({
      contentType: 'text/css; charset=utf-8',
      cacheControl: 'public, max-age=31536000, immutable',
      contentEncoding: 'br',
      contentMD5: createHash('md5').update('body{}').digest(),
    });
    expect((await account.container(site.container).getAccessPolicy()).blobPublicAccess).toBeUndefined();
  });

  test('copies many files and one large one', async () => {
    const account = storage.account();
    const site = newSite();
    const contents = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`posts/${n}/index.html`, `post ${n}`]),
    );
    const large = Buffer.alloc(9 * 1024 * 1024, 'v');
    const { files } = await putRelease(account, site.name, 'one', { ...contents, 'film.mp4': large });
    await copyLive(account, site, files);
    expect(await blobNames(account, site.container)).toHaveLength(61);
    expect(await blobText(account, site.container, 'posts/59/index.html')).toBe('post 59');
    const film = account.container(site.container).getBlobClient('film.mp4');
    expect(sha256(await film.downloadToBuffer())).toBe(sha256(large));
  });

  test('refuses an object whose bytes are not those of its hash, and writes nothing', async () => {
    const account = storage.account();
    const site = newSite();
    const { files } = await putRelease(account, site.name, 'one', { 'index.html': 'good' });
    await putBlob(account, releaseContainer(site.name), `objects/${sha256('good')}`, 'evil');
    const copied = copyLive(account, site, files);
    await expect(copied).rejects.toMatchObject({ code: 'release-missing', details: { path: 'index.html' } });
    expect(await account.container(site.container).exists()).toBe(false);
    // Gone, so that the next build uploads it again.
    expect(await blobNames(account, releaseContainer(site.name))).toEqual(['manifests/one.ndjson']);
  });

  test('refuses a large object whose bytes are not those of its hash, and leaves the file as it was', async () => {
    const account = storage.account();
    const site = newSite();
    const large = Buffer.alloc(9 * 1024 * 1024, 'v');
    const { files } = await putRelease(account, site.name, 'one', { 'film.mp4': large });
    await putBlob(account, site.container, 'film.mp4', 'before');
    const evil = Buffer.alloc(large.byteLength, 'w');
    await putBlob(account, releaseContainer(site.name), `objects/${sha256(large)}`, evil);
    await expect(copyLive(account, site, files)).rejects.toMatchObject({ code: 'release-missing' });
    expect(await blobText(account, site.container, 'film.mp4')).toBe('before');
  });

  test('refuses an object that is larger than its manifest says', async () => {
    const account = storage.account();
    const site = newSite();
    const { files } = await putRelease(account, site.name, 'one', { 'a.css': 'more' }, { sizeBytes: 3 });
    await expect(copyLive(account, site, files)).rejects.toMatchObject({
      message: expect.stringContaining('larger than its manifest says'),
    });
  });

  test('says which object is missing', async () => {
    const account = storage.account();
    const site = newSite();
    const { files } = await putRelease(account, site.name, 'one', { 'index.html': 'good' });
    await account.container(releaseContainer(site.name)).deleteBlob(`objects/${sha256('good')}`);
    await expect(copyLive(account, site, files)).rejects.toMatchObject({
      code: 'release-missing',
      message: expect.stringContaining('"index.html"'),
    });
  });

  test('makes a container again that was deleted under it', async () => {
    const account = storage.account();
    const site = newSite();
    const { files } = await putRelease(account, site.name, 'one', { 'index.html': 'good' });
    await copyLive(account, site, files);
    await account.container(site.container).delete();
    await copyLive(account, site, files);
    expect(await blobNames(account, site.container)).toEqual(['index.html']);
  });
});

describe('a manifest of a build container', () => {
  const file = { ...aFile('a.html', 'a'), sha256: 'a'.repeat(64) };
  const good = aManifest('bad', [file]);
  const [header = '', line = ''] = manifestText(good).split('\n');
  const withFile = (overrides: object) => `${header}\n${JSON.stringify({ ...file, ...overrides })}\n`;

  /** Reads it to its end. */
  async function read(text: string): Promise<number> {
    const account = storage.account();
    await putBlob(account, releaseContainer('blog'), 'manifests/bad.ndjson', text);
    const manifest = await blobReleases(account, clock).readManifest('blog', 'bad');
    let files = 0;
    for await (const _file of manifest?.files ?? []) files++;
    return files;
  }

  test('is read line by line', async () => {
    expect(await read(manifestText(good))).toBe(1);
    expect(await read(`${header}\n${line}`)).toBe(1);
  });

  test('of many files is read whole, whatever its chunks cut in two', async () => {
    const files = Array.from({ length: 3_000 }, (_, n) => ({
      ...file,
      path: `${'ü'.repeat((n % 90) + 1)}/${n}.html`,
    }));
    expect(await read(manifestText(aManifest('bad', files)))).toBe(3_000);
  });

  test.each([
    ['is empty', ''],
    ['is not JSON', 'no json'],
    ['belongs to another site', manifestText(aManifest('bad', [file], { site: 'shop' }))],
    ['is of an older version', manifestText(aManifest('bad', [file], { version: 1 as never }))],
    ['names a path outside the site', withFile({ path: '../x' })],
    ['names a path outside the site, as some read it', withFile({ path: '..\\x.html' })],
    ['names a path of which storage drops a part', withFile({ path: 'a/.../b.html' })],
    ['names a path with a control character', withFile({ path: 'a\r\nb.html' })],
    ['names a path that no URL can have', withFile({ path: '\ud800.html' })],
    ['names a header with a line break', withFile({ contentType: 'a\nb' })],
    ['lacks a file', `${header}\n`],
    ['has a file too many', `${header}\n${line}\n${JSON.stringify({ ...file, path: 'b.html' })}\n`],
    [
      'is not sorted',
      manifestText({
        ...aManifest('bad', [file, { ...file, path: 'b.html' }]),
        files: [{ ...file, path: 'b.html' }, file],
      }),
    ],
    ['names a file twice', manifestText({ ...aManifest('bad', [file, file]) })],
    ['claims a front page', manifestText(aManifest('bad', [file], { frontPage: 'a'.repeat(64) }))],
    ['has an endless line', `${header}\n${'x'.repeat(100_000)}`],
  ])('is refused when it %s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'release-missing' });
  });

  test('whose report makes no sense has left none', async () => {
    const account = storage.account();
    await putBlob(account, releaseContainer('blog'), 'reports/odd-1.json', '{"kind":"great"}');
    expect(await blobReleases(account, clock).readBuildReport('blog', 'odd', 1)).toBeUndefined();
  });
});

describe('a URL for a build container', () => {
  test('for adding can add, read and list in its own container', async () => {
    const site = newSite();
    const releases = blobReleases(storage.account(), clock);
    const container = new ContainerClient(
      await releases.grant(site.name, 'add', new Date(Date.now() + 60_000)),
    );
    expect(container.containerName).toBe(`releases-${site.name}`);
    await container.getBlockBlobClient('objects/a').upload('a', 1, { conditions: { ifNoneMatch: '*' } });
    expect((await container.getBlobClient('objects/a').downloadToBuffer()).toString()).toBe('a');
    const names: string[] = [];
    for await (const blob of container.listBlobsFlat()) names.push(blob.name);
    expect(names).toEqual(['objects/a']);
  });

  test('can neither delete, nor overwrite, nor reach another container', async () => {
    const site = newSite();
    const releases = blobReleases(storage.account(), clock);
    const url = await releases.grant(site.name, 'add', new Date(Date.now() + 60_000));
    const container = new ContainerClient(url);
    const blob = container.getBlockBlobClient('objects/a');
    await blob.upload('a', 1);
    await expect(blob.delete()).rejects.toMatchObject({ statusCode: 403 });
    await expect(blob.upload('b', 1)).rejects.toMatchObject({ statusCode: 403 });
    const other = new ContainerClient(url.replace(`releases-${site.name}?`, 'slipway-state?'));
    await expect(other.getBlockBlobClient('x').upload('x', 1)).rejects.toMatchObject({ statusCode: 403 });
  });

  test('for reading can read and list, and add nothing', async () => {
    const site = newSite();
    const releases = blobReleases(storage.account(), clock);
    await putBlob(storage.account(), releaseContainer(site.name), 'caches/a', 'a');
    const url = await releases.grant(site.name, 'read', new Date(Date.now() + 60_000));
    const container = new ContainerClient(url);
    expect((await container.getBlobClient('caches/a').downloadToBuffer()).toString()).toBe('a');
    await expect(container.getBlockBlobClient('objects/a').upload('a', 1)).rejects.toMatchObject({
      statusCode: 403,
    });
  });

  test('is of a container that is there, also when somebody removed it by hand meanwhile', async () => {
    const site = newSite();
    const releases = blobReleases(storage.account(), clock);
    const grant = (): Promise<string> => releases.grant(site.name, 'add', new Date(Date.now() + 60_000));
    await grant();
    await storage.account().container(releaseContainer(site.name)).delete();
    const container = new ContainerClient(await grant());
    await container.getBlockBlobClient('objects/a').upload('a', 1);
    expect((await container.getBlobClient('objects/a').downloadToBuffer()).toString()).toBe('a');
  });

  test('ends at its time', async () => {
    const site = newSite();
    const releases = blobReleases(storage.account(), clock);
    const container = new ContainerClient(
      await releases.grant(site.name, 'add', new Date(Date.now() - 1_000)),
    );
    await expect(container.getBlockBlobClient('a').upload('a', 1)).rejects.toMatchObject({ statusCode: 403 });
  });
});
