import { describe, expect, it } from 'vitest';
import { githubTokenSecret } from '../../../contract/secrets.ts';
import { parseCatalog } from '../../../lib/catalog/catalog.ts';
import type { SlipwayError } from '../../../lib/errors.ts';
import type { SchemaIssue } from '../../../lib/schema-issues.ts';

const blog = { repository: 'https://github.com/acme/blog.git', url: 'https://blog.example.com' };

/** The mistakes that are found in a catalog with these sites. */
function issuesOf(sites: unknown): SchemaIssue[] {
  return issuesOfText(JSON.stringify({ sites }));
}

function issuesOfText(text: string): SchemaIssue[] {
  try {
    parseCatalog(text);
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: 'catalog-invalid' });
    return (error as SlipwayError).details?.issues as SchemaIssue[];
  }
}

describe('parseCatalog', () => {
  it('fills in what a small site leaves out', () => {
    expect(parseCatalog(JSON.stringify({ sites: { blog } })).sites).toMatchObject([
      {
        name: 'blog',
        branch: 'main',
        provider: 'github',
        container: 'site-blog',
        url: 'https://blog.example.com/',
        cdn: { kind: 'none' },
        onPush: 'finish',
        build: { cpu: 1, maxAttempts: 3, minify: true, queueDeadlineSeconds: 7_200 },
      },
    ]);
  });

  it('names all of three mistakes, each with its place', () => {
    const sites = { blog: { ...blog, repository: 'nowhere', branch: 7, colour: 'red' } };
    expect(
      issuesOf(sites)
        .map(({ place }) => place)
        .sort(),
    ).toEqual(['sites.blog.branch', 'sites.blog.colour', 'sites.blog.repository']);
  });

  it.each<[string, unknown, string]>([
    ['a name that cannot be part of other names', { 'My Blog': blog }, 'sites.My Blog'],
    [
      'a password in the repository',
      { blog: { ...blog, repository: 'https://me:token@github.com/acme/blog.git' } },
      'sites.blog.repository',
    ],
    ...['http://github.com/acme/blog.git', 'ext::sh -c id', 'ftp://example.com/blog.git'].map(
      (repository): [string, object, string] => [
        `a repository at ${repository}`,
        { blog: { ...blog, repository } },
        'sites.blog.repository',
      ],
    ),
    [
      'a token in the repository',
      { blog: { ...blog, repository: 'https://token@github.com/acme/blog.git' } },
      'sites.blog.repository',
    ],
    ['a folder outside the repository', { blog: { ...blog, directory: '../etc' } }, 'sites.blog.directory'],
    [
      'a wildcard domain, which cannot be purged',
      { blog: { ...blog, cdn: { kind: 'frontDoor', profile: 'p', endpoint: 'e', domains: ['*.x.org'] } } },
      'sites.blog.cdn.domains[0]',
    ],
    [
      "a variable of Slipway's own",
      { blog: { ...blog, build: { environment: { SLIPWAY_COMMIT: 'x' } } } },
      'sites.blog.build.environment.SLIPWAY_COMMIT',
    ],
    [
      "a secret of Slipway's own",
      { blog: { ...blog, build: { secrets: { SLIPWAY_UPLOAD_URL: 'MINE' } } } },
      'sites.blog.build.secrets.SLIPWAY_UPLOAD_URL',
    ],
    [
      'a secret that is written out instead of named',
      { blog: { ...blog, build: { secrets: { KEY: 'p@ss word' } } } },
      'sites.blog.build.secrets.KEY',
    ],
    [
      "the name of the app's own token as a secret",
      { blog: { ...blog, repositoryToken: githubTokenSecret } },
      'sites.blog.repositoryToken',
    ],
    [
      'a glob outside the repository',
      { blog: { ...blog, include: ['../other/**'] } },
      'sites.blog.include[0]',
    ],
    ['a glob that begins at the root', { blog: { ...blog, exclude: ['/docs/**'] } }, 'sites.blog.exclude[0]'],
    ['a push that does something else', { blog: { ...blog, onPush: 'wait' } }, 'sites.blog.onPush'],
    [
      "a container of the app's own",
      { blog: { ...blog, container: 'slipway-state' } },
      'sites.blog.container',
    ],
    [
      'two sites in one container',
      { blog, shop: { ...blog, container: 'site-blog' } },
      'sites.shop.container',
    ],
  ])('refuses %s', (_, sites, place) => {
    expect(issuesOf(sites).map((issue) => issue.place)).toEqual([place]);
  });

  it('keeps which paths concern a site', () => {
    const paths = { include: ['themes/acme/**'], exclude: ['**/README.md', 'docs/notes..md'] };
    expect(parseCatalog(JSON.stringify({ sites: { blog: { ...blog, ...paths } } })).sites).toMatchObject([
      paths,
    ]);
  });

  it('says where JSON breaks off', () => {
    expect(issuesOfText('{ "sites": ')).toMatchObject([{ problem: expect.stringContaining('not JSON') }]);
  });
});
