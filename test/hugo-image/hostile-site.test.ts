/** A site whose own code goes after the secrets of its build, run by the bundled program as a process. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { builderAccount, chooseConfinement } from '../../hugo-image/build-site/sandbox/confinement.ts';
import { buildEnvironment, pathWithout, repositoryRoot, temporaryDirectory, token } from './build-fixture.ts';
import { everythingOf, gitToken, hostileSite, secretsOf, wasThere } from './hostile-site-fixture.ts';

const run = promisify(execFile);
const program = path.join(repositoryRoot, 'dist/hugo-image/build-site.mjs');
const confinement = await chooseConfinement();
const isRoot = process.getuid?.() === 0;

beforeAll(async () => {
  await run(process.execPath, [path.join(repositoryRoot, 'scripts/bundle-build-site.mjs')]);
});

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
