import { describe, expect, it } from 'vitest';
import { startJob } from '../../../lib/jobs/start-job.ts';
import { aJob } from '../../support/builders.ts';
import { CrashWorld, crashes } from './crash-world.ts';

async function begin(world: CrashWorld): Promise<void> {
  await startJob(world.app, world.runs, { id: 'job-1', request: aJob(), input: [1, 2] });
}

/** The first group is killed by the platform, the second reports and ends; what each attempt was given to do. */
function tell(world: CrashWorld, lastsSeconds = 3): number[] {
  const finished: number[] = [];
  world.app.containers.story = (container) => {
    const { attempt, runId } = container;
    container.lingers = 1;
    container.after(1, () => container.runs());
    container.after(lastsSeconds, () => {
      if (attempt === 1) return container.exits(7148);
      finished.push(attempt);
      container.exits(0);
      void world.runs.raise(runId, 'containerEnded', { attempt, exitCode: 0, result: { sum: 3 } });
    });
    return undefined;
  };
  return finished;
}

describe('a job whose first group the platform kills', () => {
  it.each(crashes)('succeeds once in the second, though the engine dies %s', async (_, crash) => {
    const world = await CrashWorld.start([]);
    const { app } = world;
    const finished = tell(world);
    world.crashesAt(crash);
    await begin(world);
    await world.settle();

    expect(await app.runIndex.read('job-1')).toMatchObject({
      status: 'succeeded',
      attempts: 2,
      output: { kind: 'inline', value: { sum: 3 } },
    });
    expect(finished).toEqual([2]);
    expect(app.containers.created.map(({ attempt }) => attempt)).toEqual([1, 2]);
    world.checkNothingIsLeft([]);
    expect(app.host.crashCount).toBeGreaterThan(3);
  });

  it.each(crashes)('ends as cancelled and leaves no group, though the engine dies %s', async (_, crash) => {
    const world = await CrashWorld.start([]);
    const { app } = world;
    tell(world, 3_000);
    world.crashesAt(crash);
    await begin(world);
    await app.advanceUntil(() => app.containers.groups.size > 0);
    await world.cancel('job-1');
    await world.settle();

    expect(world.statusOf('job-1')).toBe('cancelled');
    expect(app.containers.created).toHaveLength(1);
    world.checkNothingIsLeft([]);
  });
});
