import { describe, expect, it } from 'vitest';
import type { RetrySpec } from '../../../contract/container-specs.ts';
import { aContainerRun } from '../../support/builders.ts';
import type { FakeContainer } from '../../support/fakes/fake-containers.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const retry: RetrySpec = { backoffSeconds: 20, factor: 2, longestSeconds: 600, exitCodes: [75] };

/** Each attempt runs for a second and exits with the next of these codes. */
function exitingWith(app: TestApp, ...codes: number[]): void {
  app.containers.story = (container: FakeContainer) => {
    container.runs();
    container.after(1, () => container.exits(codes[container.attempt - 1] ?? 0));
    return undefined;
  };
}

describe('further attempts of runContainer', () => {
  it('are made for the exit codes that are named, after pauses that grow, each with a group of its own', async () => {
    const app = await startTestApp();
    exitingWith(app, 75, 75, 0);
    const outcome = await app.run('runContainer', aContainerRun({ retry }));
    expect(outcome).toMatchObject({
      kind: 'succeeded',
      attempt: 3,
      usage: { vcpuSeconds: 3, memoryGbSeconds: 3 },
    });
    expect(new Set(app.containers.created.map(({ name }) => name)).size).toBe(3);
    expect(app.elapsedSeconds).toBeGreaterThanOrEqual(20 + 40 + 3 - app.earlyBy(2));
    expect(app.elapsedSeconds).toBeLessThan(20 + 40 + 12);
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('end with the first other exit code', async () => {
    const app = await startTestApp();
    exitingWith(app, 75, 2);
    expect(await app.run('runContainer', aContainerRun({ retry }))).toMatchObject({
      kind: 'failed',
      exitCode: 2,
      attempt: 2,
    });
  });

  it('are cancelled in the pause before them', async () => {
    const app = await startTestApp();
    exitingWith(app, 75);
    await app.begin('runContainer', aContainerRun({ retry: { ...retry, backoffSeconds: 300 } }));
    await app.advanceUntil(() => app.containers.groups.size === 0 && app.containers.created.length === 1);
    await app.raise('runContainer', 'cancelRequested', { reason: 'not wanted' });
    expect(await app.outcomeOf('runContainer')).toMatchObject({
      kind: 'cancelled',
      message: 'not wanted',
      attempt: 1,
      containers: [{ name: 'main', exitCode: 75 }],
      usage: { vcpuSeconds: 1 },
    });
    expect(app.elapsedSeconds).toBeLessThan(60);
    expect(app.containers.created).toHaveLength(1);
  });

  it('leave only the last group to be looked at', async () => {
    const app = await startTestApp();
    exitingWith(app, 75, 75);
    await app.run('runContainer', aContainerRun({ retry, maxAttempts: 2, keepOnFailureMinutes: 30 }));
    await app.advanceUntil(() => app.containers.kept.size === 1 && app.containers.groups.size === 1);
    expect([...app.containers.groups.values()].map(({ attempt }) => attempt)).toEqual([2]);
  });

  it('are made for a registry that is asked too often, whether it says so at the create or later', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      if (container.attempt === 1)
        return {
          kind: 'imageNotAccessible',
          message:
            "An error response is received from the docker registry 'index.docker.io'. Please retry later.",
        };
      if (container.attempt === 2) container.warns('Failed', 'toomanyrequests: pull rate limit', 3);
      else container.exits(0);
      return undefined;
    };
    expect(await app.run('runContainer', aContainerRun())).toMatchObject({ kind: 'succeeded', attempt: 3 });
  });
});
