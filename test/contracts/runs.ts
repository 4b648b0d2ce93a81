import { describe, expect, test } from 'vitest';
import { sweepRunId } from '../../lib/ids.ts';
import type { Runs } from '../../lib/ports/runs.ts';

export type RunsUnderTest = {
  runs: Runs;
  /** Lets a run come to its end, with its input as its output. */
  end(id: string): Promise<void>;
  /** Lets what was asked for happen: a hub answers before it has acted. */
  settle(): Promise<void>;
};

const input = { hub: 'test' };
const run = { id: sweepRunId, input };
const distantFuture = '2100-01-01T00:00:00.000Z';

/** What the app relies on of any Runs. */
export function runsContract(name: string, make: () => Promise<RunsUnderTest>): void {
  const begun = async (): Promise<RunsUnderTest> => {
    const made = await make();
    expect(await made.runs.start('sweepOrphans', run)).toBe('started');
    await made.settle();
    return made;
  };

  describe(`the runs of ${name}`, () => {
    test('are unknown before they are started, to every question', async () => {
      const { runs } = await make();
      expect(await runs.read(run.id)).toBeUndefined();
      expect(await runs.stateOf(run.id)).toBe('unknown');
      expect(await runs.raise(run.id, 'cancelRequested', { reason: 'enough' })).toBe('unknown');
      await runs.terminate(run.id, 'enough');
      expect(await runs.read(run.id)).toBeUndefined();
      expect(await runs.purgeEnded(distantFuture)).toBe(0);
    });

    test('are started once for one id, and anew after their end', async () => {
      const { runs, end } = await begun();
      expect(await runs.start('sweepOrphans', run)).toBe('alreadyRunning');
      await end(run.id);
      expect(await runs.start('sweepOrphans', run)).toBe('started');
      expect(await runs.stateOf(run.id)).toBe('active');
    });

    test('are purged one by one, after their end', async () => {
      const { runs, end, settle } = await begun();
      await runs.purge('none');
      await runs.purge(run.id);
      expect(await runs.stateOf(run.id)).toBe('active');
      await end(run.id);
      await runs.purge(run.id);
      await settle();
      expect(await runs.stateOf(run.id)).toBe('unknown');
    });

    test('tell how they stand', async () => {
      const { runs, end } = await begun();
      expect(await runs.read(run.id)).toMatchObject({
        id: run.id,
        name: 'sweepOrphans',
        runtimeStatus: 'Running',
        input,
        output: null,
        createdAt: expect.stringMatching(/^2026-01-01T\d\d:\d\d:\d\d\.\d{3}Z$/),
      });
      expect(await runs.stateOf(run.id)).toBe('active');
      await end(run.id);
      expect(await runs.read(run.id)).toMatchObject({ runtimeStatus: 'Completed', output: input });
      expect(await runs.stateOf(run.id)).toBe('ended');
    });

    test('take an event while they last, and bear one after their end', async () => {
      const { runs, end } = await begun();
      expect(await runs.raise(run.id, 'cancelRequested', { reason: 'enough' })).toBe('raised');
      await end(run.id);
      expect(await runs.raise(run.id, 'cancelRequested', { reason: 'too late' })).toBe('raised');
      expect(await runs.stateOf(run.id)).toBe('ended');
    });

    test('are terminated where they stand, and stay as they ended', async () => {
      const { runs, end, settle } = await begun();
      await runs.terminate(run.id, 'stuck');
      await settle();
      expect(await runs.read(run.id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'stuck' });
      await runs.start('sweepOrphans', run);
      await end(run.id);
      await runs.terminate(run.id, 'too late');
      await settle();
      expect(await runs.read(run.id)).toMatchObject({ runtimeStatus: 'Completed', output: input });
    });

    test('are purged when they have ended, those under way never', async () => {
      const { runs, end } = await begun();
      expect(await runs.purgeEnded(distantFuture)).toBe(0);
      await end(run.id);
      expect(await runs.purgeEnded('2025-01-01T00:00:00.000Z')).toBe(0);
      expect(await runs.purgeEnded(distantFuture)).toBe(1);
      expect(await runs.stateOf(run.id)).toBe('unknown');
    });

    test('have links that open nothing by themselves', async () => {
      const { runs } = await begun();
      const links = runs.managementLinks(run.id);
      for (const link of ['statusQueryGetUri', 'sendEventPostUri', 'terminatePostUri'])
        expect(links[link]).toContain(`/instances/${run.id}`);
      expect(Object.values(links).join(' ')).not.toMatch(/[?&]code=/);
    });
  });
}
