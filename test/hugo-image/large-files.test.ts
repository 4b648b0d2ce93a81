import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commitFiles, git, pathWithout, siteRepository } from './build-fixture.ts';
import { checkout, httpServer } from './checkout-fixture.ts';

const hasGitLfs = spawnSync('git-lfs', ['version']).status === 0;
if (!hasGitLfs) {
  const advice = 'install it (apt-get install git-lfs) to run them';
  console.warn(`WARNING: there is no git-lfs, so two tests of files in Git LFS are skipped: ${advice}.`);
}
const attributes = '*.bin filter=lfs diff=lfs merge=lfs -text\n';

function pointerTo(content: string): string {
  const oid = createHash('sha256').update(content).digest('hex');
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
}

test('files in Git LFS are refused by name when there is no git-lfs', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 7 }, (_, index) => [`static/${index}.bin`, pointerTo(`${index}`)]),
  );
  const site = await siteRepository({ '.gitattributes': attributes, 'static/real.bin': 'real', ...files });
  const source = { repository: site.url, commit: site.commit };
  await expect(checkout(source, { PATH: await pathWithout('git-lfs') })).rejects.toMatchObject({
    code: 'site-refused',
    message: expect.stringMatching(
      /^"static\/0\.bin", .*"static\/4\.bin" and 2 more lie in Git LFS, and this image has no git-lfs/,
    ),
  });
});

test('a pointer that no attribute gives to LFS is a file like others', async () => {
  const site = await siteRepository({ 'static/about.txt': pointerTo('x') });
  const source = { repository: site.url, commit: site.commit };
  await expect(checkout(source, { PATH: await pathWithout('git-lfs') })).resolves.toBeDefined();
});

test.skipIf(!hasGitLfs)('files in Git LFS are fetched', async () => {
  const site = await siteRepository({});
  await git(site.directory, 'lfs', 'install', '--local');
  const commit = await commitFiles(site.directory, {
    '.gitattributes': attributes,
    'static/a.bin': 'large content',
  });
  expect(await git(site.directory, 'show', 'HEAD:static/a.bin')).toContain('oid sha256');
  const { directory } = await checkout({ repository: site.url, commit });
  expect(await readFile(path.join(directory, 'static/a.bin'), 'utf8')).toBe('large content');
});

test.skipIf(!hasGitLfs)('a server that .lfsconfig names is not asked when it is this machine', async () => {
  const asked: string[] = [];
  const inside = await httpServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(404).end();
  });
  for (const config of [`[lfs]\n\turl = ${inside}/lfs`, `[remote "origin"]\n\tlfsurl = ${inside}/lfs`]) {
    const site = await siteRepository({
      '.gitattributes': attributes,
      '.lfsconfig': config,
      'static/a.bin': pointerTo('content'),
    });
    await expect(checkout({ repository: site.url, commit: site.commit })).rejects.toMatchObject({
      code: 'site-refused',
      message: expect.stringContaining('.lfsconfig names the server'),
    });
  }
  expect(asked).toEqual([]);
});
