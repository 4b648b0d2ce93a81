import { describe, expect, test } from 'vitest';
import { TriggerBench } from '../../support/trigger-bench.ts';

const run = 'publish-blog-1-container';

async function aBench(claim: { releases?: string } = { releases: 'blog' }) {
  const bench = new TriggerBench();
  bench.runs.add(run, 'runContainer');
  const expiresAt = new Date(bench.clock.now() + 3_600_000);
  const token = await bench.tokens.issue({ runId: run, attempt: 2, expiresAt, ...claim });
  const ask = (body: unknown, authorization = `Bearer ${token}`, id = run) =>
    bench.call('POST', `/api/callbacks/${id}/grant`, {
      body: JSON.stringify(body),
      headers: authorization ? { authorization } : {},
    });
  return { bench, expiresAt, ask };
}

describe('a container that asks for access to releases', () => {
  test.each(['read', 'add'])('gets a URL for its own site and for "%s" only', async (access) => {
    const { ask, expiresAt } = await aBench();
    const answer = await ask({ access });
    expect(answer.status).toBe(200);
    const { url, expiresAt: end } = answer.body as { url: string; expiresAt: string };
    expect(url).toMatch(new RegExp(`/releases-blog\\?for=${access}&`));
    expect(end).toBe(expiresAt.toISOString());
  });

  test('is refused when its token says nothing of releases', async () => {
    const { ask } = await aBench({});
    expect(await ask({ access: 'read' })).toMatchObject({ status: 404, body: { code: 'grant-unknown' } });
  });

  test('is refused with the token of another run, and without one', async () => {
    const { bench, ask } = await aBench();
    bench.runs.add('other', 'runContainer');
    expect(await ask({ access: 'add' }, undefined, 'other')).toMatchObject({
      status: 401,
      body: { code: 'token-invalid' },
    });
    expect(await ask({ access: 'add' }, '')).toMatchObject({ status: 401, body: { code: 'token-missing' } });
  });

  test('is refused when its run has ended, or is gone', async () => {
    const { bench, ask } = await aBench();
    bench.runs.add(run, 'runContainer', { runtimeStatus: 'Terminated' });
    expect(await ask({ access: 'add' })).toMatchObject({ status: 409, body: { code: 'run-ended' } });
    bench.runs.records.clear();
    expect(await ask({ access: 'add' })).toMatchObject({ status: 404, body: { code: 'run-unknown' } });
  });

  test('can ask for nothing else', async () => {
    const { ask } = await aBench();
    expect(await ask({ access: 'delete' })).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });
});
