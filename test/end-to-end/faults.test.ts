import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TargetState } from '../../contract/releases.ts';
import { blobTargets } from '../../lib/azure/blob-targets.ts';
import { storageAccount } from '../../lib/azure/storage-account.ts';
import { Secret } from '../../lib/secret.ts';
import { allProcessesEnded, CloudProcess, dataFolder, processesOf } from '../support/cloud-process.ts';
import { gate, post, push } from '../support/sample-site.ts';

const commitOf = (told: Record<string, unknown>) => (told.commit as { sha: string } | undefined)?.sha;

/** The sample's site. A cloud that starts again at other ports never sees the URL that a run before it was to confirm. */
const impatient = {
  sites: {
    blog: {
      repository: 'https://github.com/slipway-samples/blog.git',
      url: 'http://blog.localhost:7072/',
      verifySeconds: 1,
    },
  },
};

/** Enough for the promotion to take a while. */
const postCount = 150;

/** What the store says is live. */
async function siteState(cloud: CloudProcess): Promise<TargetState> {
  const { url } = await cloud.hears('partStarted', ({ part }) => part === 'storage');
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=${url}/devstoreaccount1`;
  const targets = blobTargets(storageAccount({ connectionString: new Secret(connectionString) }));
  return (await targets.read({ site: 'blog', lane: 'production' })).state;
}

describe('after kill -9 of the whole local cloud', () => {
  it('while the container builds, the run finishes by itself at the next start', async () => {
    const directory = dataFolder({ catalog: impatient });
    const start = () => new CloudProcess(directory, ['--catalog', join(directory, 'my-catalog.json')]);
    const first = start();
    await first.hears('ready');
    const held = await gate();
    const sha = await push(directory, {
      'layouts/shortcodes/gate.html': held.shortcode,
      'content/posts/held.md': post('Held', '{{< gate >}} and through.'),
    });
    await held.reached();
    await first.kill();
    await allProcessesEnded(directory);

    held.open();
    const second = start();
    await second.hears('ready');
    expect(second.told.filter(({ event }) => event === 'publishEnded')).toMatchObject([
      { status: 'succeeded' },
    ]);
    expect((await second.page('/posts/held/')).body).toContain('and through.');
    expect(await siteState(second)).toMatchObject({ live: { commit: sha } });
    await second.containerGroupsAreGone();
    await second.stop();
    expect(processesOf(directory)).toEqual([]);
  });

  it('while it promotes, exactly one release is live at the end, and it is whole', async () => {
    const directory = dataFolder({ catalog: impatient });
    const start = () => new CloudProcess(directory, ['--catalog', join(directory, 'my-catalog.json')]);
    const first = start();
    await first.hears('ready');
    const posts = Array.from({ length: postCount }, (_, index) => [
      `content/posts/p${index}.md`,
      post(`P${index}`, `Text ${index}.`),
    ]);
    const sha = await push(directory, Object.fromEntries(posts));
    const { runId } = await first.hears('publishStarted', (told) => commitOf(told) === sha);
    for (;;) {
      const { body } = await first.api('GET', `runs/${runId}`);
      expect(body.status).toBe('running');
      if (body.phase === 'promoting') break;
    }
    await first.kill();

    const second = start();
    await second.hears('ready');
    expect(await second.ended(String(runId))).toMatchObject({ status: 'succeeded', commit: { sha } });
    const state = await siteState(second);
    expect(state).toMatchObject({ live: { commit: sha, runId } });
    expect(state.promoting).toBeUndefined();
    for (let index = 0; index < postCount; index++) {
      expect((await second.page(`/posts/p${index}/`)).body).toContain(`Text ${index}.`);
    }
    await second.containerGroupsAreGone();
  });
});

describe('a build container', () => {
  const site = (
    name: string,
    build: Record<string, unknown>,
    repository = 'https://github.com/slipway-samples/shared.git',
  ) => ({
    [name]: { repository, url: `http://${name}.localhost/`, build: { maxAttempts: 1, ...build } },
  });
  /** Programs that misbehave, as images. */
  const program = (code: string) => ({ command: [process.execPath, '-e', code] });
  const images = {
    'test/dies:1': program('console.log("I die"); process.exit(3)'),
    'test/silent:1': program('console.log("I say nothing")'),
    'test/hangs:1': program('setInterval(() => {}, 1000)'),
    'test/impostor:1': program(
      `const report = JSON.stringify({ kind: 'ended', exitCode: 1, message: 'no' });
       fetch(process.env.SLIPWAY_CALLBACK_URL, { method: 'POST', headers: { authorization: 'Bearer ' + process.env.SLIPWAY_CALLBACK_TOKEN + 'x',
         'content-type': 'application/json' }, body: report }).then((answer) => { console.log('answered ' + answer.status); process.exit(4); });`,
    ),
    'test/twice:1': program(
      `const report = (message) => fetch(process.env.SLIPWAY_CALLBACK_URL, { method: 'POST', headers: { 'content-type': 'application/json',
         authorization: 'Bearer ' + process.env.SLIPWAY_CALLBACK_TOKEN }, body: JSON.stringify({ kind: 'ended', exitCode: 65, message,
         result: { kind: 'failed', code: 'site-refused', message, exitCode: 65 } }) });
       report('the first').then(() => report('the second'));`,
    ),
  };
  const sites = {
    ...site('dies', { image: 'test/dies:1' }),
    ...site('silent', { image: 'test/silent:1' }),
    ...site('hangs', { image: 'test/hangs:1', deadlineSeconds: 10 }),
    ...site('impostor', { image: 'test/impostor:1' }),
    ...site('twice', { image: 'test/twice:1' }),
    ...site('imageless', { image: 'test/nothing:1' }),
    ...site('homeless', {}, 'https://github.com/slipway-samples-not/none.git'),
  };

  it('that misbehaves in any way fails its own run, with a message that tells how, and leaves nothing behind', async () => {
    const directory = dataFolder({ catalog: { sites }, images });
    const cloud = new CloudProcess(directory, ['--catalog', join(directory, 'my-catalog.json')]);
    await cloud.hears('ready');
    const run = async (name: string) => {
      const { body } = await cloud.api('POST', `sites/${name}/publish`);
      return cloud.ended(String(body.id));
    };
    const [dies, silent, hangs, impostor, twice, imageless, homeless] = await Promise.all(
      ['dies', 'silent', 'hangs', 'impostor', 'twice', 'imageless', 'homeless'].map(run),
    );
    expect(dies).toMatchObject({ status: 'failed', message: expect.stringContaining('exit code 3') });
    expect(silent).toMatchObject({ status: 'failed', message: expect.stringContaining('left no release') });
    expect(hangs).toMatchObject({ status: 'failed', message: expect.stringContaining('deadline') });
    expect(impostor).toMatchObject({ status: 'failed', message: expect.stringContaining('exit code 4') });
    expect(twice).toMatchObject({ status: 'failed', message: 'the first' });
    expect(imageless).toMatchObject({ status: 'failed', message: expect.stringContaining('test/nothing:1') });
    expect(homeless).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/slipway-samples-not/),
    });
    expect((await cloud.api('GET', `runs/${impostor?.id}/logs`)).body.text).toContain('answered 401');
    expect((await cloud.api('GET', `runs/${dies?.id}/logs`)).body.text).toContain('I die');
    await cloud.containerGroupsAreGone();
  });
});
