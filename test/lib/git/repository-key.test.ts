import { describe, expect, test } from 'vitest';
import { ownerAndName, repositoryKey } from '../../../lib/git/repository-key.ts';

describe('the key of a repository', () => {
  test.each([
    'https://github.com/acme/site',
    'https://github.com/acme/site.git',
    'https://github.com/acme/site/',
    'https://GitHub.com/Acme/Site.git',
    'https://user:pass@github.com/acme/site.git',
    'https://github.com:443/acme/site.git',
    'git@github.com:acme/site.git',
    'github.com:acme/site.git',
    'ssh://git@github.com/acme/site.git',
    'ssh://git@github.com:22/acme/site.git',
    'git+ssh://git@github.com/acme/site.git',
    'git://github.com/acme/site.git',
  ])('is the same for %s', (url) => {
    expect(repositoryKey(url)).toBe('github.com/acme/site');
  });

  test.each([
    ['https://github.com/acme/site2', 'github.com/acme/site2'],
    ['https://github.com/acme/site.github.io', 'github.com/acme/site.github.io'],
    ['https://gitlab.com/acme/site', 'gitlab.com/acme/site'],
    ['https://gitlab.com/acme/group/site.git', 'gitlab.com/acme/group/site'],
    ['http://127.0.0.1:3000/acme/site.git', '127.0.0.1:3000/acme/site'],
    ['ssh://git@example.com:2222/acme/site.git', 'example.com:2222/acme/site'],
  ])('of %s is its own', (url, key) => {
    expect(repositoryKey(url)).toBe(key);
  });

  test('of what is no URL matches no repository', () => {
    for (const text of ['', 'nonsense', 'http://', '%%%']) {
      expect(repositoryKey(text)).not.toBe('github.com/acme/site');
    }
  });
});

describe('owner and name', () => {
  test.each([
    ['https://github.com/acme/site.git', { owner: 'acme', repo: 'site' }],
    ['https://github.example.com/prefix/acme/site/', { owner: 'acme', repo: 'site' }],
    ['https://github.com/acme', undefined],
  ])('of %s', (url, expected) => {
    expect(ownerAndName(url)).toEqual(expected);
  });
});
