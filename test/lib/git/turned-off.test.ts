import { expect, test } from 'vitest';
import { gitProviders } from '../../../lib/git/git-providers.ts';
import { aCommit, aSite } from '../../support/builders.ts';
import { fakeSecrets } from '../../support/fakes/fake-outside.ts';

test('a provider with wrong settings finds no commit, says what is wrong, and asks nobody', async () => {
  const problem = 'SLIPWAY_GITHUB_API_URL: "github" is no URL';
  const config = { github: { webhookSecrets: [], token: undefined, apiUrl: undefined, problem } };
  const { github } = gitProviders(config, fakeSecrets({}));
  const site = aSite();
  const { sha } = aCommit();
  expect(github.problem).toBe(problem);
  expect(await github.find(site, { kind: 'branchHead' })).toEqual({
    kind: 'notFound',
    message: `GitHub is turned off. ${problem}.`,
  });
  expect(await github.compare(site, sha, sha)).toEqual({ kind: 'unknown' });
  await expect(github.receive({ header: () => undefined, body: new Uint8Array() })).rejects.toMatchObject({
    code: 'provider-off',
    message: expect.stringContaining(problem),
  });
  await github.report(site, { sha, state: 'success', description: 'Live', targetUrl: 'https://example.com' });
});
