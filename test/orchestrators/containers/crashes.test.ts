import { describe, expect, it } from 'vitest';
import { containerGroupName, removalRunId } from '../../../lib/ids.ts';
import type { CrashPoint } from '../../../local/testing/index.ts';
import { aContainerRun } from '../../support/builders.ts';
import { startTestApp } from '../../support/test-app.ts';

const groups = [1, 2].map((attempt) =>
  containerGroupName({ hub: 'test', ownerId: 'run', word: 'sums', attempt }),
);

/** More than any of the runs has. */
const turns = Array.from({ length: 40 }, (_, turn) => turn);

describe('a run that waits for room, is ended by the platform and tries again', () => {
  it.each<CrashPoint>(['afterHistoryAppend', 'beforeAcknowledging', 'betweenCommits'])(
    'ends as it would, and leaves nothing behind, when the engine dies at each of its turns: %s',
    async (point) => {
      // An activity that was in flight runs again at once here. Of two starts of a removal one is enough, and two do no harm.
      const app = await startTestApp([], { allow: ['inFlightAtCrash', 'racingStarts'] });
      app.containers.quota = { groups: 1, cores: 10 };
      app.containers.story = (container) => {
        container.lingers = 1;
        const exitCode = container.runId === 'run' && container.attempt === 1 ? 7147 : 0;
        container.after(1, () => container.runs()).after(6, () => container.exits(exitCode));
        return undefined;
      };
      await app.begin('runContainer', aContainerRun(), 'before');
      await app.advanceUntil(() => app.containers.groups.size === 1);
      for (const instanceId of ['run', ...groups.map(removalRunId)]) {
        for (const turn of turns) app.host.crashAt(point, { instanceId, turn });
      }
      await app.begin('runContainer', aContainerRun(), 'run');

      expect(await app.outcomeOf('run')).toMatchObject({ kind: 'succeeded', attempt: 2 });
      await app.advanceUntil(() => app.containers.groups.size === 0 && app.budget.state.tickets.length === 0);
      expect(app.host.crashCount).toBeGreaterThan(15);
      expect(app.containers.refused).toEqual([]);
      const created = app.containers.created.filter(({ owner }) => owner.id === 'run');
      expect(created.map(({ name }) => name)).toEqual(groups);
    },
  );
});
