import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { verify } from '@octokit/webhooks-methods';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createSampleRepository } from '../../../local/github/create-sample-repository.ts';
import { writeDeliverySettings } from '../../../local/github/delivery-settings.ts';
import { headOf } from '../../../local/github/read-commits.ts';
import {
  commitChange,
  compiledDeliverPush,
  git,
  sampleRepository,
  temporaryDirectory,
  webhookServer,
} from './github-fixture.ts';

const secret = 'a secret of the webhook';

async function repositoryWithWebhook(status?: number, answer?: object) {
  const webhook = await webhookServer(status, answer);
  const sample = await sampleRepository(await compiledDeliverPush());
  await writeDeliverySettings(sample.settingsFile, { webhookUrl: webhook.url, secret });
  return { ...sample, webhook };
}

describe('the sample repository', () => {
  test('holds the site as its first commit, in a clone that can be pushed from', async () => {
    const sample = await sampleRepository();
    expect(sample.head).toBe(await headOf(sample.bare, 'main'));
    expect(await readFile(path.join(sample.workingCopy, 'config.yaml'), 'utf8')).toBe('title: Test\n');
    const sha = await commitChange(sample.workingCopy, 'new.md', 'text');
    await git(sample.workingCopy, 'push');
    expect(await headOf(sample.bare, 'main')).toBe(sha);
  });

  test('keeps what people did when the cloud starts again, even without the working copy', async () => {
    const sample = await sampleRepository();
    const sha = await commitChange(sample.workingCopy, 'new.md', 'text');
    await git(sample.workingCopy, 'push');
    await commitChange(sample.workingCopy, 'later.md', 'not pushed');
    expect((await createSampleRepository(sample.options)).head).toBe(sha);
    expect(await readFile(path.join(sample.workingCopy, 'later.md'), 'utf8')).toBe('not pushed');
    await rm(sample.workingCopy, { recursive: true });
    await createSampleRepository(sample.options);
    expect(await readFile(path.join(sample.workingCopy, 'new.md'), 'utf8')).toBe('text');
  });

  test('has no head for a branch or a repository that does not exist', async () => {
    const sample = await sampleRepository();
    expect(await headOf(sample.bare, 'other')).toBeUndefined();
    expect(await headOf(`${sample.bare}x`, 'main')).toBeUndefined();
  });
});

test("a repository works whatever a person's own git configuration says", async () => {
  const configuration = path.join(await temporaryDirectory(), 'gitconfig');
  await writeFile(
    configuration,
    '[user]\n useConfigOnly = true\n[core]\n hooksPath = /nowhere\n[safe]\n bareRepository = explicit\n[commit]\n gpgSign = true\n[init]\n defaultBranch = trunk\n[push]\n default = nothing\n',
  );
  vi.stubEnv('GIT_CONFIG_GLOBAL', configuration);
  onTestFinished(() => void vi.unstubAllEnvs());
  const sample = await sampleRepository(await compiledDeliverPush());
  await commitChange(sample.workingCopy, 'a.md', 'a');
  expect(await git(sample.workingCopy, 'push')).toContain('it publishes the push when it starts');
});

describe('a push', () => {
  test('is delivered as GitHub delivers it, signed, and tells where to follow the run', async () => {
    const self = 'http://127.0.0.1:7071/api/runs/publish-blog-1';
    const sample = await repositoryWithWebhook(202, {
      runs: [{ id: 'publish-blog-1', site: 'blog', links: { self } }],
    });
    const sha = await commitChange(sample.workingCopy, 'über uns.md', 'text');
    const seen = await git(sample.workingCopy, 'push');
    expect(seen).toContain(`remote: Slipway publishes ${sha.slice(0, 7)} to blog. Follow it:`);
    expect(seen).toContain(self);

    const [delivery] = sample.webhook.received;
    expect(sample.webhook.received).toHaveLength(1);
    expect(delivery?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
      'content-length': String(Buffer.byteLength(delivery?.text ?? '')),
    });
    expect(await verify(secret, delivery?.text ?? '', String(delivery?.headers['x-hub-signature-256']))).toBe(
      true,
    );
    expect(JSON.parse(delivery?.text ?? '')).toMatchObject({
      ref: 'refs/heads/main',
      before: sample.head,
      after: sha,
      created: false,
      deleted: false,
      forced: false,
      repository: {
        name: 'blog',
        full_name: 'slipway-samples/blog',
        clone_url: 'https://github.com/slipway-samples/blog.git',
        default_branch: 'main',
      },
      pusher: { name: 'Slipway sample' },
      commits: [
        { id: sha, message: 'Change über uns.md', added: ['über uns.md'], modified: [], removed: [] },
      ],
      head_commit: { id: sha, author: { name: 'Slipway sample' } },
    });
  });

  test('names new, forced and deleted branches', async () => {
    const sample = await repositoryWithWebhook(200, { runs: [] });
    await git(sample.workingCopy, 'switch', '--quiet', '--create', 'draft/one');
    const one = await commitChange(sample.workingCopy, 'a.md', 'a');
    const seen = await git(sample.workingCopy, 'push', 'origin', 'draft/one');
    expect(seen).toContain('No site follows it, so nothing is published.');
    await git(sample.workingCopy, 'commit', '--quiet', '--amend', '--message', 'Another');
    await git(sample.workingCopy, 'push', '--force', 'origin', 'draft/one');
    await git(sample.workingCopy, 'push', 'origin', ':draft/one');
    const events = sample.webhook.received.map(({ text }) => JSON.parse(text));
    expect(events).toMatchObject([
      {
        ref: 'refs/heads/draft/one',
        before: '0'.repeat(40),
        created: true,
        forced: false,
        commits: [{ id: one }],
      },
      { before: one, created: false, forced: true, commits: [{ message: 'Another' }] },
      { after: '0'.repeat(40), deleted: true, commits: [], head_commit: null },
    ]);
  });

  test('stands when the cloud is not running, has never run, or has gone', async () => {
    const sample = await sampleRepository(await compiledDeliverPush());
    const never = await commitChange(sample.workingCopy, 'a.md', 'a');
    expect(await git(sample.workingCopy, 'push')).toContain(
      'it publishes the push when it starts: npm start',
    );
    expect(await headOf(sample.bare, 'main')).toBe(never);

    await writeDeliverySettings(sample.settingsFile, { webhookUrl: 'http://127.0.0.1:1/', secret });
    const down = await commitChange(sample.workingCopy, 'a.md', 'b');
    expect(await git(sample.workingCopy, 'push')).toContain("Slipway's local cloud is not running");
    expect(await headOf(sample.bare, 'main')).toBe(down);

    await createSampleRepository({ ...sample.options, deliverProgram: '/nowhere/deliver-push.js' });
    const gone = await commitChange(sample.workingCopy, 'a.md', 'c');
    expect(await git(sample.workingCopy, 'push')).toContain(
      'Slipway publishes it when its local cloud starts',
    );
    expect(await headOf(sample.bare, 'main')).toBe(gone);
  });

  test('that starts nothing says why', async () => {
    const message = 'Commit 1234567 is live already.';
    const sample = await repositoryWithWebhook(200, { runs: [], message });
    await commitChange(sample.workingCopy, 'a.md', 'a');
    expect(await git(sample.workingCopy, 'push')).toContain(`The push to main is stored. ${message}`);
  });

  test("is delivered as a form where the webhook says so, as is GitHub's default", async () => {
    const sample = await repositoryWithWebhook(202, { runs: [] });
    await writeDeliverySettings(sample.settingsFile, {
      webhookUrl: sample.webhook.url,
      secret,
      contentType: 'application/x-www-form-urlencoded',
    });
    const sha = await commitChange(sample.workingCopy, 'a+b & ü.md', 'a');
    await git(sample.workingCopy, 'push');
    const [{ headers, text } = { headers: {}, text: '' }] = sample.webhook.received;
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(await verify(secret, text, String(headers['x-hub-signature-256']))).toBe(true);
    const payload = JSON.parse(new URLSearchParams(text).get('payload') ?? '');
    expect(payload).toMatchObject({ after: sha, commits: [{ added: ['a+b & ü.md'] }] });
  });

  test('shows the reason when the webhook is refused', async () => {
    const sample = await repositoryWithWebhook(401, { title: 'The signature does not match' });
    await commitChange(sample.workingCopy, 'a.md', 'a');
    expect(await git(sample.workingCopy, 'push')).toContain(
      'Slipway answered 401: The signature does not match',
    );
  });
});

test('only the owner may read where pushes are delivered', async () => {
  const sample = await sampleRepository();
  await writeDeliverySettings(sample.settingsFile, { webhookUrl: 'http://127.0.0.1:1/', secret });
  expect((await stat(sample.settingsFile)).mode & 0o777).toBe(0o600);
});
