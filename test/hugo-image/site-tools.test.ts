import { describe, expect, test } from 'vitest';
import { chooseConfinement } from '../../hugo-image/build-site/sandbox/confinement.ts';
import { build, buildSurroundings, commitFiles, git, pathWithout, publishedText } from './build-fixture.ts';
import { packages, plain, styled } from './site-with-packages.ts';

const namespaces = (await chooseConfinement()).kind === 'namespaces';

describe('packages of a site', () => {
  test('are installed as the lock file says, without their scripts, and found by Hugo', async () => {
    const { store, callback, env } = await buildSurroundings({ ...styled, ...packages });
    expect((await build(env)).exitCode).toBe(0);
    const text = await publishedText(store.container, 'index.html');
    expect(text).toMatch(/from .*\/repository, false/);
    if (namespaces) expect(text).toContain('from /tmp/slipway-build/repository,');
    expect(callback.received.map(({ body }) => (body as { step?: string }).step)).toContain('installing');
  });

  test('are found in the folder of a site that is a part of its repository', async () => {
    const files = Object.entries({ ...styled, ...packages }).map(([name, text]) => [`docs/${name}`, text]);
    const { store, env } = await buildSurroundings(Object.fromEntries(files));
    expect((await build({ ...env, SLIPWAY_DIRECTORY: 'docs' })).exitCode).toBe(0);
    expect(await publishedText(store.container, 'index.html')).toMatch(/from .*\/repository\/docs, false/);
  });

  test("end the build with npm's own words when they do not fit the lock file", async () => {
    const { callback, env } = await buildSurroundings({
      ...styled,
      ...packages,
      'package.json': packages['package.json'].replace('"tool"', '"other"'),
    });
    expect((await build(env)).exitCode).toBe(65);
    expect(callback.reports()).toMatchObject([
      { result: { code: 'site-refused', message: expect.stringMatching(/^"npm ci" failed: .*in sync/s) } },
    ]);
  });

  test('that another tool has locked are not installed, which the log says', async () => {
    const { env } = await buildSurroundings({
      ...plain,
      'layouts/index.html': 'x',
      'package.json': '{}',
      'yarn.lock': '',
    });
    const { exitCode, lines } = await build(env);
    expect(exitCode).toBe(0);
    expect(lines.join('\n')).toContain('"yarn.lock" is not used: only npm is here. Add a package-lock.json');
  });
});

describe('Hugo', () => {
  test("ends with the error first and the number of warnings; the log has Hugo's own words", async () => {
    const { callback, env } = await buildSurroundings({
      ...plain,
      'layouts/index.html': '{{ range seq 300 }}{{ warnf "old %d" . }}{{ end }}{{ errorf "no front page" }}',
    });
    const { exitCode, lines } = await build(env);
    expect(exitCode).toBe(65);
    const [report] = callback.reports();
    expect(report?.result).toMatchObject({
      message: expect.stringMatching(
        /^logged 1 error\(s\)\nERROR .*no front page\n\(300 warnings besides; the log has them\)$/,
      ),
    });
    expect(lines.filter((line) => line.includes('old '))).toHaveLength(300);
  });

  test('that only warns says how often', async () => {
    const { callback, env } = await buildSurroundings({
      ...plain,
      'layouts/index.html': 'x{{ warnf "one" }}{{ warnf "two" }}',
    });
    await build(env);
    expect(callback.reports()).toMatchObject([{ result: { kind: 'succeeded', warnings: 2, pages: 1 } }]);
  });

  test('without Go refuses modules with what to do', async () => {
    const { callback, env } = await buildSurroundings({
      'config.yaml': 'module:\n  imports:\n  - path: github.com/ada/theme\n',
      'go.mod': 'module example.com/site\n',
    });
    expect((await build({ ...env, PATH: await pathWithout('go') })).exitCode).toBe(65);
    expect(callback.reports()).toMatchObject([
      {
        result: {
          message: expect.stringMatching(
            /^The site uses Hugo modules, and this image has no Go: run "hugo mod vendor"/,
          ),
        },
      },
    ]);
  });

  test('cannot be given more rights by a variable', async () => {
    const { callback, env } = await buildSurroundings({
      ...plain,
      'layouts/index.html': '{{ getenv "SECRET_NOTE" }}',
    });
    expect((await build({ ...env, HUGO_SECURITY_FUNCS_GETENV: '.*', SECRET_NOTE: 'x' })).exitCode).toBe(65);
    expect(callback.reports()).toMatchObject([
      { result: { message: expect.stringContaining('access denied') } },
    ]);
  });

  test('dates pages by the commits that changed them', async () => {
    const { site, store, env } = await buildSurroundings({
      'config.yaml': 'enableGitInfo: true\ndisableKinds: [taxonomy, term, RSS, sitemap]\n',
      'layouts/index.html': '{{ range .Site.RegularPages }}{{ .File.Path }} {{ .GitInfo.Subject }};{{ end }}',
      'content/a.md': 'a',
    });
    await commitFiles(site.directory, { 'content/b.md': 'b' });
    await git(site.directory, 'commit', '--quiet', '--amend', '--message', 'Second');
    const commit = await git(site.directory, 'rev-parse', 'HEAD');
    expect((await build({ ...env, SLIPWAY_COMMIT: commit })).exitCode).toBe(0);
    const text = await publishedText(store.container, 'index.html');
    expect(text).toContain('a.md A commit;');
    expect(text).toContain('b.md Second;');
  });

  test('that finds no layouts because a theme is a stray submodule is refused with the reason', async () => {
    const theme = await buildSurroundings({ 'layouts/index.html': 'x' });
    const { site, callback, env } = await buildSurroundings({
      'config.yaml': 'theme: plain\n',
      'content/a.md': 'a',
    });
    await git(
      site.directory,
      '-c',
      'protocol.file.allow=always',
      'clone',
      '--quiet',
      theme.site.url,
      'themes/plain',
    );
    const commit = await commitFiles(site.directory, {});
    const { exitCode, lines } = await build({ ...env, SLIPWAY_COMMIT: commit });
    expect(exitCode).toBe(65);
    expect(callback.reports()).toMatchObject([
      {
        result: {
          code: 'site-refused',
          message: expect.stringContaining('"themes/plain": a submodule that .gitmodules does not list'),
        },
      },
    ]);
    expect(lines.some((line) => line.startsWith('warning: "themes/plain"'))).toBe(true);
  });
});

test.skipIf(!namespaces)(
  'two builds at once of one machine find the same path, and make the same release',
  async () => {
    const files = {
      ...plain,
      'layouts/index.html': '{{ (resources.Get "a.css" | postCSS).Content }}',
      'assets/a.css': 'a{}',
    };
    const { site, callback, env } = await buildSurroundings({ ...files, ...packages });
    const commit = await commitFiles(site.directory, {});
    await Promise.all(
      ['1', '2'].map((attempt) => build({ ...env, SLIPWAY_COMMIT: commit, SLIPWAY_ATTEMPT: attempt })),
    );
    const [one, other] = callback.reports().map((report) => report.result as { release?: string });
    expect(one?.release).toMatch(/^[0-9a-f]/);
    expect(one?.release).toBe(other?.release);
  },
);
