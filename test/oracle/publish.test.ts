import { beforeAll, describe, expect, it } from 'vitest';
import { deliverUpdate } from '../../local/github/deliver-update.ts';
import { commitUnheard, gate, post, push } from '../support/sample-site.ts';
import { hasDotnet } from './build-oracle.ts';
import { OracleCloud } from './oracle-cloud.ts';
import { until } from './until.ts';

describe.skipIf(!hasDotnet())('a publish on the real Durable extension', () => {
  let cloud: OracleCloud;

  beforeAll(async () => {
    cloud = await OracleCloud.start();
    return () => cloud.stop();
  });

  it('of a push is live through the CDN, reported, and leaves no container behind', async () => {
    const sha = await push(cloud.directory, { 'content/posts/new.md': post('New', 'First words.') });
    const { id } = await cloud.publishOf(sha);
    expect(await cloud.ended(id)).toMatchObject({ status: 'succeeded', commit: { sha } });
    expect((await cloud.page('/posts/new/')).body).toContain('First words.');
    expect((await cloud.page('/posts/new/')).cache).toBe('TCP_HIT');
    await cloud.containerGroupsAreGone();
    expect(await cloud.commitState(sha)).toBe('success');
  });

  it('is not disturbed by the sweep, which the timer starts', async () => {
    expect(await cloud.functions()).toContainEqual({ name: 'sweepTimer', trigger: 'timertrigger' });
    const sweep = await until(async () =>
      [await cloud.run('sweep-orphans')].find((run) => run?.status === 'succeeded'),
    );
    expect(sweep.kind).toBe('sweep');
  });

  it('of two pushes in quick succession leaves the newer one live', async () => {
    await push(cloud.directory, { 'content/posts/race.md': post('Race', 'The older one.') });
    const newer = await push(cloud.directory, { 'content/posts/race.md': post('Race', 'The newer one.') });
    const { id } = await cloud.publishOf(newer);
    expect(await cloud.ended(id)).toMatchObject({ status: 'succeeded' });
    for (const run of await cloud.runs('publish')) await cloud.ended(run.id);
    expect((await cloud.page('/posts/race/')).body).toContain('The newer one.');
    await cloud.containerGroupsAreGone();
  });

  it('of a push that is delivered twice at the same moment is built once', async () => {
    const sha = await commitUnheard(cloud.directory);
    const [repository] = cloud.surroundings.repositories;
    if (!repository) throw new Error('The sample site has no repository.');
    const delivery = {
      bareRepository: repository.bare,
      repository: {
        fullName: repository.fullName,
        cloneUrl: repository.site.repository,
        defaultBranch: 'main',
      },
      settingsFile: cloud.surroundings.deliverySettingsFile,
      deliveryId: 'the-same-delivery',
    };
    const update = { before: '0'.repeat(40), after: sha, ref: 'refs/heads/main' };
    const [one = [], two = []] = await Promise.all([
      deliverUpdate(delivery, update),
      deliverUpdate(delivery, update),
    ]);
    expect(one[0]).toContain('Slipway publishes');
    expect(two).toEqual(one);
    await cloud.ended((await cloud.publishOf(sha)).id);
    expect((await cloud.runs('publish')).filter(({ commit }) => commit?.sha === sha)).toHaveLength(1);
  });

  it('that is cancelled while it builds ends its container, and the live site stays', async () => {
    const held = await gate();
    const sha = await push(cloud.directory, {
      'layouts/shortcodes/gate.html': held.shortcode,
      'content/posts/held.md': post('Held', '{{< gate >}}'),
    });
    await held.reached();
    const { id } = await cloud.publishOf(sha);
    expect((await cloud.cancel(id, 'a typo')).status).toBe(202);
    expect(await cloud.ended(id)).toMatchObject({
      status: 'cancelled',
      message: expect.stringContaining('a typo'),
    });
    await cloud.containerGroupsAreGone();
    expect((await cloud.page('/posts/held/')).status).toBe(404);
    expect((await cloud.page('/posts/new/')).body).toContain('First words.');
    expect((await cloud.cancel(id, 'again')).status).toBe(409);
  });
});
