import { expect, test } from 'vitest';
import { claimRoom } from '../../../lib/containers/claim-room.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { anInvocation } from '../../support/an-invocation.ts';
import { FakeContainers } from '../../support/fakes/fake-containers.ts';
import { FakeCreationBudget } from '../../support/fakes/fake-creation-budget.ts';
import { FakeMetrics } from '../../support/fakes/fake-metrics.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';

test('a hundred runs that ask at the same moment have their region counted once', async () => {
  const clock = new VirtualClock();
  const containers = new FakeContainers(clock);
  let counts = 0;
  const count = containers.count.bind(containers);
  containers.count = (region) => {
    counts++;
    return count(region);
  };
  const claim = claimRoom({
    budget: new FakeCreationBudget(),
    clock: fakeClock(clock),
    containers,
    metrics: new FakeMetrics(),
    settings: { maxGroups: 10, creationRates: { per5Minutes: 100, perHour: 300 } },
  });

  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      claim(
        {
          group: `g${n}`,
          runId: `r${n}`,
          region: 'westeurope',
          cores: 1,
          priority: 'production',
          share: `s${n}`,
          since: '2026-01-01T00:00:00.000Z',
          lifeSeconds: 3_600,
        },
        anInvocation(),
      ),
    ),
  );
  expect(counts).toBe(1);
  expect(answers.filter(({ kind }) => kind === 'granted')).toHaveLength(10);
});
