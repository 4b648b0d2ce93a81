import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sign } from '@octokit/webhooks-methods';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudProcess, dataFolder, git } from '../support/cloud-process.ts';
import { commitUnheard, gate, post, push, pushSampleSite } from '../support/sample-site.ts';

/** Adds a post to the sample site; the commit's sha. */
function pushPost(directory: string, name: string, text: string): Promise<string> {
  return push(directory, { [`content/posts/${name}.md`]: post(name, text) });
}

const commitOf = (told: Record<string, unknown>) => (told.commit as { sha: string } | undefined)?.sha;

describe('a publish', () => {
  const cloud = new CloudProcess(dataFolder({}, afterAll), [], afterAll);

  beforeAll(async () => {
    await cloud.hears('ready');
  });

  it('of a push is live through the cache, and so is a second edit', async () => {
    expect((await cloud.page('/')).status).toBe(200);
    expect((await cloud.page('/')).cache).toMatch(/HIT/);
    for (const text of ['First words.', 'Second words.']) {
      const sha = await pushPost(cloud.directory, 'new', text);
      const { runId } = await cloud.hears('publishStarted', (told) => commitOf(told) === sha);
      expect(await cloud.ended(String(runId))).toMatchObject({ status: 'succeeded', commit: { sha } });
      expect((await cloud.page('/posts/new/')).body).toContain(text);
    }
    await cloud.containerGroupsAreGone();
  });

  it('of two pushes in quick succession leaves the newer one live', async () => {
    await pushPost(cloud.directory, 'race', 'The older one.');
    const sha = await pushPost(cloud.directory, 'race', 'The newer one.');
    const { runId } = await cloud.hears('publishStarted', (told) => commitOf(told) === sha);
    expect(await cloud.ended(String(runId))).toMatchObject({ status: 'succeeded' });
    const { body } = await cloud.api('GET', 'runs?kind=publish');
    for (const run of body.runs ?? []) await cloud.ended(run.id);
    expect((await cloud.page('/posts/race/')).body).toContain('The newer one.');
  });

  it('of a push that is delivered three times at the same moment is built once', async () => {
    const { webhookUrl = '', secret = '' } = JSON.parse(
      readFileSync(join(cloud.directory, 'deliveries.json'), 'utf8'),
    ) as Record<string, string>;
    const sha = await commitUnheard(cloud.directory);
    const payload = JSON.stringify({
      ref: 'refs/heads/main',
      before: '0'.repeat(40),
      after: sha,
      deleted: false,
      repository: {
        full_name: 'slipway-samples/blog',
        clone_url: 'https://github.com/slipway-samples/blog.git',
      },
      head_commit: { id: sha, message: 'again', timestamp: '2026-01-01T00:00:00Z', author: { name: 'Ada' } },
    });
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': 'the-same-delivery',
      'x-hub-signature-256': await sign(secret, payload),
    };
    const deliver = async () => {
      const response = await fetch(webhookUrl, { method: 'POST', headers, body: payload });
      return { status: response.status, body: (await response.json()) as { runs: Array<{ id: string }> } };
    };
    const before = (await cloud.api('GET', 'runs?kind=publish')).body.runs ?? [];
    const answers = await Promise.all([deliver(), deliver(), deliver()]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.runs[0]?.id)).size).toBe(1);
    await cloud.ended(answers[0]?.body.runs[0]?.id ?? '');
    const after = (await cloud.api('GET', 'runs?kind=publish')).body.runs ?? [];
    expect(after.length).toBe(before.length + 1);
  });

  it('that Hugo refuses fails with its message and leaves the live site untouched', async () => {
    const before = (await cloud.page('/')).body;
    const sha = await pushPost(cloud.directory, 'broken', '{{< no-such-shortcode >}}');
    const { runId } = await cloud.hears('publishStarted', (told) => commitOf(told) === sha);
    const run = await cloud.ended(String(runId));
    expect(run).toMatchObject({ status: 'failed' });
    expect(run.message).toContain('no-such-shortcode');
    expect((await cloud.api('GET', `runs/${run.id}/logs`)).body.text).toContain('no-such-shortcode');
    expect((await cloud.page('/')).body).toBe(before);
    await cloud.containerGroupsAreGone();
    await pushPost(cloud.directory, 'broken', 'Mended.');
  });

  it('of a commit that does not exist fails and says so', async () => {
    const { body } = await cloud.api('POST', 'sites/blog/publish', { commit: 'f'.repeat(40) });
    const run = await cloud.ended(String(body.id));
    expect(run).toMatchObject({ status: 'failed', message: expect.stringContaining('fffffff') });
    expect((await cloud.page('/')).status).toBe(200);
  });

  it('that is cancelled while it builds ends its container, and the live site stays', async () => {
    const held = await gate();
    const sha = await push(cloud.directory, {
      'layouts/shortcodes/gate.html': held.shortcode,
      'content/posts/held.md': post('Held', '{{< gate >}}'),
    });
    await held.reached();
    const { runId } = await cloud.hears('publishStarted', (told) => commitOf(told) === sha);
    expect((await cloud.api('POST', `runs/${runId}/cancel`, { reason: 'a typo' })).status).toBe(202);
    const run = await cloud.ended(String(runId));
    expect(run).toMatchObject({ status: 'cancelled', message: expect.stringContaining('a typo') });
    await cloud.containerGroupsAreGone();
    expect((await cloud.page('/posts/held/')).status).toBe(404);
    expect((await cloud.api('POST', `runs/${runId}/cancel`)).status).toBe(409);
  });
});

describe('POST /api/publish', () => {
  it('publishes ten sites, with a bounded number of containers in flight', async () => {
    const directory = dataFolder();
    const bare = join(directory, 'own', 'shared.git');
    await git(directory, 'init', '-q', '--bare', '--initial-branch=main', bare);
    const names = Array.from({ length: 10 }, (_, index) => `site-${index}`);
    const sites = Object.fromEntries(
      names.map((name) => [
        name,
        {
          repository: `file://${bare}`,
          url: `http://${name}.localhost/`,
          cdn: { kind: 'frontDoor', profile: 'slipway', endpoint: name },
        },
      ]),
    );
    const catalog = join(directory, 'my-catalog.json');
    writeFileSync(catalog, JSON.stringify({ sites }));
    const cloud = new CloudProcess(directory, ['--catalog', catalog]);
    await cloud.hears('ready');
    // Nobody tells the cloud of this push, so the request is the first to publish anything.
    const held = await gate();
    await pushSampleSite(bare, {
      'layouts/shortcodes/gate.html': held.shortcode,
      'content/posts/held.md': post('Held', '{{< gate >}}'),
    });

    const { status, body } = await cloud.api('POST', 'publish');
    expect(status).toBe(202);
    await held.reached(5);
    const states = async (): Promise<unknown[]> => {
      const batch = (await cloud.api('GET', `runs/${body.id}`)).body;
      const runs = batch.sites as Array<{ runId: string }>;
      const views = await Promise.all(runs.map(({ runId }) => cloud.api('GET', `runs/${runId}`)));
      return views.map(({ body: { container } }) => (container as { state?: string } | undefined)?.state);
    };
    // Five builds stand before the gate, and each of the other five says that it waits for room.
    while ((await states()).filter((state) => state === 'queued').length < 5);
    expect(held.waiting()).toBe(5);
    expect(await cloud.containerGroups()).toHaveLength(5);

    held.open();
    for (const name of names) await cloud.hears('publishEnded', ({ site }) => site === name);
    const batch = async () => (await cloud.api('GET', `runs/${body.id}`)).body;
    while ((await batch()).status === 'running');
    expect(await batch()).toMatchObject({ status: 'succeeded' });
    for (const name of names) expect((await cloud.page('/', name)).status).toBe(200);
    await cloud.containerGroupsAreGone();
  });
});
