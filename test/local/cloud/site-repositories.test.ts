import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLocalCatalog } from '../../../local/cloud/local-catalog.ts';
import { localRepositories } from '../../../local/cloud/site-repositories.ts';
import { repositoryId } from '../../../local/github/repository.ts';
import { git } from '../../../local/github/run-git.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-repositories-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function bareRepository(path: string, text = 'content'): Promise<string> {
  mkdirSync(path, { recursive: true });
  await git(path, 'init', '--quiet', '--bare', '--initial-branch=main');
  const work = join(temporaryFolder(), 'work');
  await git(path, 'clone', '--quiet', path, work);
  writeFileSync(join(work, 'file.txt'), text);
  await git(work, 'add', '.');
  await git(work, '-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', text);
  await git(work, 'push', '--quiet', 'origin', 'HEAD:main');
  return path;
}

/** The catalog of these sites as the local cloud opens it, and the repositories that it finds for them. */
async function opened(sites: Record<string, string>) {
  const folder = temporaryFolder();
  const source = join(folder, 'mine.json');
  const entries = Object.entries(sites).map(([name, repository]) => [
    name,
    { repository, url: `http://${name}.localhost/` },
  ]);
  writeFileSync(source, JSON.stringify({ sites: Object.fromEntries(entries) }));
  const catalog = await openLocalCatalog({
    source,
    copy: join(folder, 'catalog.json'),
    aliases: join(folder, 'like-named'),
    edgePort: 7_072,
  });
  onTestFinished(() => catalog.stop());
  return localRepositories(catalog.sites(), {
    directory: join(folder, 'git'),
    settingsFile: join(folder, 'deliveries.json'),
  });
}

describe('two repositories with the same owner and name', () => {
  test('are told apart', async () => {
    const folder = temporaryFolder();
    const paths = await Promise.all(
      ['one', 'two'].map((place) => bareRepository(join(folder, place, 'team', 'site.git'), place)),
    );
    const [one = '', two = ''] = paths.map((path) => pathToFileURL(path).href);
    const { repositories, problems } = await opened({ first: one, second: two, third: one });
    expect(problems).toEqual([]);
    const names = repositories.map(({ fullName }) => fullName);
    expect(names[0]).toBe('team/site');
    expect(names[1]).toMatch(/^local-[0-9a-f]{12}\/site$/);
    expect(names[2]).toBe('team/site');
    const [first, second] = repositories;
    expect(repositoryId(second?.bare ?? '')).not.toBe(repositoryId(first?.bare ?? ''));
    expect(await git(second?.bare ?? '', 'log', '--format=%s', 'main')).toBe('two');
    // What the catalog of the app names can be fetched.
    const clone = join(temporaryFolder(), 'clone');
    await git(folder, 'clone', '--quiet', second?.site.repository ?? '', clone);
    expect(await git(clone, 'log', '--format=%s')).toBe('two');
  });

  test('one of them on GitHub, are told apart', async () => {
    const path = await bareRepository(join(temporaryFolder(), 'team', 'site.git'));
    const { repositories } = await opened({
      theirs: 'https://github.com/team/site.git',
      mine: pathToFileURL(path).href,
    });
    expect(repositories.map(({ site }) => site.name)).toEqual(['mine']);
    expect(repositories[0]?.fullName).toMatch(/^local-/);
  });
});

describe('a site that cannot be published here', () => {
  test.each([
    ['a repository elsewhere', 'https://github.com/acme/site.git', /knows repositories of this machine only/],
    ['a repository by ssh', 'ssh://git@example.com/acme/site.git', /git clone --bare/],
    ['a folder that is not there', 'file:///nowhere/acme/site.git', /nothing at "\/nowhere\/acme\/site.git"/],
  ])('because of %s is named with what to do', async (_, repository, reason) => {
    const { repositories, problems } = await opened({ blog: repository });
    expect(repositories).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/^Site "blog" /)]);
    expect(problems[0]).toMatch(reason);
  });

  test('because its folder is no repository is named', async () => {
    const folder = temporaryFolder();
    const { repositories, problems } = await opened({ blog: pathToFileURL(folder).href });
    expect(repositories).toEqual([]);
    expect(problems[0]).toContain('is not one of git');
  });

  test('because its branch is missing is named, and can be published once it is pushed', async () => {
    const path = join(temporaryFolder(), 'team', 'site.git');
    mkdirSync(path, { recursive: true });
    await git(path, 'init', '--quiet', '--bare');
    const { repositories, problems } = await opened({ blog: pathToFileURL(path).href });
    expect(problems[0]).toContain('has no branch "main"');
    expect(repositories).toMatchObject([{ bare: path }]);
  });
});

test.each([
  ['that is not there', () => join(temporaryFolder(), 'none.json'), /there is no such file.*--catalog FILE/],
  ['that is a folder', () => temporaryFolder(), /it is a folder.*--catalog FILE/],
])('a catalog %s is named, with what to do', async (_, source, message) => {
  const folder = temporaryFolder();
  const opening = openLocalCatalog({
    source: source(),
    copy: join(folder, 'catalog.json'),
    aliases: join(folder, 'like-named'),
    edgePort: 1,
  });
  await expect(opening).rejects.toThrow(message);
});
