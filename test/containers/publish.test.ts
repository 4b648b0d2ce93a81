import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CloudProcess, dataFolder, git } from '../support/cloud-process.ts';
import { post, push, pushSampleSite } from '../support/sample-site.ts';
import { describeOnEngine } from './test-engine.ts';

const engine = ['--containers', 'engine'];

describeOnEngine('a publish by the real Hugo image', ({ api, description, image }) => {
  type Listed = { Names: string[]; State: string };
  const containersNamed = async (part: string): Promise<Listed[]> => {
    const all = await api.call<Listed[]>('GET', '/containers/json', { query: { all: 'true' } });
    return all.filter(({ Names }) => Names.some((name) => name.includes(part)));
  };

  test('of a push is live, and leaves no container', async () => {
    const cloud = new CloudProcess(dataFolder(), engine);
    const { detail } = await cloud.hears('partStarted', ({ part }) => part === 'containers');
    expect(detail).toContain(description);
    await cloud.hears('ready');
    expect((await cloud.page('/')).status).toBe(200);

    const sha = await push(cloud.directory, { 'content/posts/new.md': post('New', 'By a real container.') });
    const commitOf = (told: Record<string, unknown>) => (told.commit as { sha: string } | undefined)?.sha;
    const { runId } = await cloud.hears('publishStarted', (told) => commitOf(told) === sha);
    expect(await cloud.ended(String(runId))).toMatchObject({ status: 'succeeded', commit: { sha } });
    expect((await cloud.page('/posts/new/')).body).toContain('By a real container.');
    const logs = String((await cloud.api('GET', `runs/${runId}/logs`)).body.text);
    expect(logs).toContain('hugo v0.111.3+extended');
    // The image has an account for the tools of a site.
    expect(logs).not.toContain('warning: this machine lets no user');
    await cloud.containerGroupsAreGone();
    await cloud.stop();
    expect(await containersNamed('publish-blog')).toEqual([]);
  });

  test("of a person's own repository fetches it from the stand-in for GitHub", async () => {
    const directory = dataFolder();
    const bare = join(directory, 'own', 'site.git');
    await git(directory, 'init', '-q', '--bare', '--initial-branch=main', bare);
    await pushSampleSite(bare, { 'content/posts/mine.md': post('Mine', 'From my own repository.') });
    const catalog = join(directory, 'my-catalog.json');
    const site = { repository: `file://${bare}`, url: 'http://mine.localhost/' };
    writeFileSync(catalog, JSON.stringify({ sites: { mine: site } }));
    const cloud = new CloudProcess(directory, [...engine, '--catalog', catalog]);
    await cloud.hears('ready');
    expect((await cloud.page('/posts/mine/', 'mine')).body).toContain('From my own repository.');
  });

  test('of a cloud that is killed leaves no container', async () => {
    const cloud = new CloudProcess(dataFolder(), engine);
    await cloud.hears('ready');
    const { url } = await cloud.hears('partStarted', ({ part }) => part === 'containers');
    const name = `left-${process.pid}`;
    const body = {
      location: 'westeurope',
      properties: {
        osType: 'Linux',
        containers: [
          {
            name: 'main',
            properties: {
              image,
              command: ['sleep', '1000'],
              resources: { requests: { cpu: 0.1, memoryInGB: 0.1 } },
            },
          },
        ],
      },
    };
    const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/slipway/providers/';
    const created = await fetch(
      `${url}${group}Microsoft.ContainerInstance/containerGroups/${name}?api-version=2023-05-01`,
      {
        method: 'PUT',
        headers: { authorization: 'Bearer test', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    );
    expect(created.status).toBe(201);
    while ((await containersNamed(name)).filter(({ State }) => State === 'running').length < 2);
    await cloud.kill();
    while ((await containersNamed(name)).length > 0);
  });
});
