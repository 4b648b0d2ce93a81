import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { nameProblem } from '../../hugo-image/build-site/release/file-names.ts';
import { releaseFiles } from '../../hugo-image/build-site/release/release-files.ts';
import { temporaryDirectory } from './build-fixture.ts';

const long = (characters: number): string => `${'a/'.repeat(200)}${'b'.repeat(characters - 400)}`;

test.each([
  ['100%.html', undefined],
  ['a b+c#d?e.html', undefined],
  ["it's & more, (new)!.txt", undefined],
  ['日本語/ünïcode/😀.html', undefined],
  ['.well-known/security.txt', undefined],
  ['\ufffd.html', undefined],
  [long(1_024), undefined],
  [long(1_025), 'has 1025 characters'],
  ['a/'.repeat(254), 'has 255 parts'],
  ['readme.', 'ends with a dot'],
  ['v1./index.html', 'ends with a dot'],
  ['a\\b.html', 'backslash'],
  ['line\nbreak.html', 'control character'],
  ['c1\u0085.html', 'control character'],
  ['bell\x07.html', 'control character'],
  ['\ufffe.html', 'no list of files can carry'],
  [Buffer.from('caf\xe9.html', 'latin1'), 'not UTF-8'],
])('%j can be published: %s', (name, problem) => {
  const found = nameProblem(Buffer.from(name as string));
  if (problem) expect(found).toContain(problem);
  else expect(found).toBeUndefined();
});

test('refuses a site with impossible names and says which they are', async () => {
  const root = await temporaryDirectory();
  await mkdir(path.join(root, 'docs'));
  await writeFile(path.join(root, 'docs/fine.html'), '');
  await writeFile(Buffer.from(`${root}/docs/caf\xe9.html`, 'latin1'), '');
  const one = releaseFiles(root);
  await expect(one).rejects.toMatchObject({
    code: 'site-refused',
    message: 'A file cannot be published under its name. "docs/caf\\xe9.html": its name is not UTF-8.',
  });
  for (let count = 0; count < 6; count++) await writeFile(path.join(root, `v${count}.`), '');
  await expect(releaseFiles(root)).rejects.toThrow(/^7 files cannot be published .*; and 2 more\.$/);
});

test('refuses a link in what was built, wherever it leads', async () => {
  const root = await temporaryDirectory();
  await writeFile(path.join(root, 'index.html'), '');
  await symlink('index.html', path.join(root, 'copy.html'));
  await expect(releaseFiles(root)).rejects.toThrow('"copy.html" of the built site is a symbolic link');
});
