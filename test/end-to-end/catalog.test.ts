import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';

const site = (name: string, more: object = {}) => ({
  repository: `https://github.com/slipway-samples/${name}.git`,
  url: `http://${name}.localhost/`,
  ...more,
});

it('publishes and serves a site that is added to the catalog while the cloud runs, and tells what is wrong', async () => {
  const directory = dataFolder({ catalog: { sites: { blog: site('blog') } } });
  const catalog = join(directory, 'my-catalog.json');
  const cloud = new CloudProcess(directory, ['--catalog', catalog]);
  await cloud.hears('ready');

  writeFileSync(catalog, '{ "sites": ');
  await cloud.hears('warning', ({ message }) => String(message).includes('mistake'));

  const theirs = { repository: 'https://github.com/acme/theirs.git', url: 'http://theirs.localhost/' };
  const sites = { blog: site('blog'), notes: site('notes', { url: 'http://notes.localhost/docs/' }), theirs };
  writeFileSync(catalog, JSON.stringify({ sites }));
  await cloud.hears('warning', ({ message }) => /Site "theirs" .*this machine only/.test(String(message)));
  const ended = await cloud.hears('publishEnded', (told) => told.site === 'notes');
  expect(ended.status).toBe('succeeded');
  expect((await cloud.page('/docs/', 'notes')).status).toBe(200);
  expect((await cloud.page('/', 'notes')).status).toBe(404);
});
