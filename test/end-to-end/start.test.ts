import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDataFolder } from '../../local/cloud/data-folder.ts';
import { CloudProcess, dataFolder, git, processesOf } from '../support/cloud-process.ts';

describe('npm start', () => {
  const directory = dataFolder({}, afterAll);
  const workingCopy = join(directory, 'git', 'blog');

  it('publishes the sample site, fetches its page and ends with 0 when asked to exit', async () => {
    const cloud = new CloudProcess(directory, ['--exit']);
    expect(await cloud.exited).toBe(0);
    expect(cloud.told.map(({ event }) => event)).toContain('publishEnded');
    expect(cloud.told.find(({ event }) => event === 'pageFetched')).toMatchObject({
      status: 200,
      site: 'blog',
    });
    expect(processesOf(directory)).toEqual([]);
  });

  it('publishes nothing again when it starts a second time', async () => {
    const cloud = new CloudProcess(directory, ['--exit']);
    expect(await cloud.exited).toBe(0);
    expect(cloud.told.map(({ event }) => event)).not.toContain('publishStarted');
    expect(cloud.told.find(({ event }) => event === 'pageFetched')).toMatchObject({ status: 200 });
  });

  it('publishes at its start what was pushed while it was stopped', async () => {
    const late = '---\ntitle: Late\ndate: 2026-01-01\n---\nWritten meanwhile.\n';
    writeFileSync(join(workingCopy, 'content', 'posts', 'late.md'), late);
    await git(workingCopy, 'add', '.');
    await git(workingCopy, 'commit', '-qm', 'Add a post');
    expect(await git(workingCopy, 'push')).toContain('is not running');
    const cloud = new CloudProcess(directory);
    await cloud.hears('ready');
    expect((await cloud.page('/posts/late/')).body).toContain('Written meanwhile.');
  });

  it('names the port that is in use and how to choose another', async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    // The edge takes the port after the host's.
    const cloud = new CloudProcess(dataFolder(), ['--port', String(port - 1)]);
    expect(await cloud.exited).toBe(1);
    const [failure] = cloud.told.filter(({ event }) => event === 'failed');
    // Another program of this machine may have another of the ports, too.
    const [, named] = String(failure?.message).match(/^Port (\d+) .* in use.*--port \d+/) ?? [];
    expect(Number(named)).toBeGreaterThanOrEqual(port - 1);
    expect(Number(named)).toBeLessThan(port + 10);
  });

  it('refuses a data folder on which another local cloud runs', async () => {
    const directory = dataFolder();
    const { release } = openDataFolder(directory, { reset: false });
    onTestFinished(release);
    const second = new CloudProcess(directory, ['--exit']);
    expect(await second.exited).toBe(1);
    expect(second.told[0]?.message).toContain('--data DIR');
  });

  it('names every mistake of a catalog, with its place, and starts nothing', async () => {
    const catalog = {
      sites: {
        blog: { repository: 'not a url', url: 'http://blog.localhost/', branch: 7 },
        'Bad Name': { repository: 'https://github.com/acme/x.git', url: 'http://x.localhost/' },
      },
    };
    const directory = dataFolder({ catalog });
    const cloud = new CloudProcess(directory, ['--catalog', join(directory, 'my-catalog.json')]);
    expect(await cloud.exited).toBe(1);
    const message = String(cloud.told.find(({ event }) => event === 'failed')?.message);
    expect(message).toContain('3 mistakes');
    for (const place of ['sites.blog.repository', 'sites.blog.branch', 'sites.Bad Name'])
      expect(message).toContain(place);
  });

  it('refuses arguments it does not know, and shows those it does', async () => {
    const cloud = new CloudProcess(dataFolder(), ['--prot', '80']);
    expect(await cloud.exited).toBe(2);
    expect(cloud.told.at(-1)?.message).toMatch(/prot[\s\S]*--port N/);
  });
});
